import type { DpoSettings, Preset, RewardSettings, SftSettings } from '@contract/run-settings'
import { preferenceLoss, presets, rewardStage, stepsOf } from './presets'

/** How many rows each stage has to learn from, held-out ones not counted. */
export type RowCounts = { sft: number; dpo: number; reward: number }

export type Recommendation = {
  sft: SftSettings
  dpo: DpoSettings
  reward: RewardSettings
  /** Whole sentences, in the order of their weight. */
  reasons: string[]
}

/** Up to here the presets' rates were measured; beyond, more steps do what higher rates did. */
const MEASURED_ROWS = 48
/** Fewer SFT steps than this moved nothing. */
const FEWEST_SFT_STEPS = 8
const FEW_RANKINGS = 12
/** Where large sets end up: common rates of LoRA training on thousands of rows. */
const SMALLEST_RATE = { sft: 2e-4, dpo: 1e-5, reward: 1e-4 }

/**
 * The settings of a strength for this many rows. Optimizer steps are the lever: two dozen rankings
 * make a dozen SFT steps and two dozen DPO steps, so their rates are far above the textbook's.
 * From 48 rows on the rates fall with the square root of the rows, which keeps the distance that
 * the weights travel from growing with every ranking; that part is reasoned and not measured.
 */
export function recommend({ preset, rows }: { preset: Preset; rows: RowCounts }): Recommendation {
  const sft = sftFor(preset, rows.sft)
  const dpo = dpoFor(preset, rows.dpo)
  const reward = rewardFor(rows.reward)
  return { sft, dpo, reward, reasons: reasonsOf({ preset, rows, sft, dpo }) }
}

function sftFor(preset: Preset, rows: number): SftSettings {
  const { learningRate } = presets[preset].sft
  const batchSize = rows < 16 ? 2 : batchFor(rows, 4)
  const needed = Math.ceil(FEWEST_SFT_STEPS / Math.max(1, Math.ceil(rows / batchSize)))
  const epochs = rows > 500 ? 1 : Math.min(4, Math.max(presets[preset].sft.epochs, needed))
  return {
    learningRate: rateFor(learningRate, rows, SMALLEST_RATE.sft),
    epochs: rows === 0 ? presets[preset].sft.epochs : epochs,
    batchSize
  }
}

function dpoFor(preset: Preset, rows: number): DpoSettings {
  const { learningRate, epochs } = presets[preset].dpo
  return {
    ...preferenceLoss,
    learningRate: rateFor(learningRate, rows, SMALLEST_RATE.dpo),
    epochs: rows > 0 && rows < FEW_RANKINGS ? 2 : epochs,
    batchSize: batchFor(rows, 1)
  }
}

function rewardFor(rows: number): RewardSettings {
  return {
    ...rewardStage,
    learningRate: rateFor(rewardStage.learningRate, rows, SMALLEST_RATE.reward),
    batchSize: batchFor(rows, rewardStage.batchSize)
  }
}

/** Rows a step: doubled at 200 and again at 1,000, so that large sets do not take all day. */
const batchFor = (rows: number, few: number): number =>
  rows >= 1000 ? few * 4 : rows >= 200 ? few * 2 : few

function rateFor(measured: number, rows: number, smallest: number): number {
  if (rows <= MEASURED_ROWS) return measured
  const fallen = measured * Math.sqrt(MEASURED_ROWS / rows)
  return Number(Math.max(Math.min(measured, smallest), fallen).toPrecision(2))
}

function reasonsOf({
  preset,
  rows,
  sft,
  dpo
}: {
  preset: Preset
  rows: RowCounts
  sft: SftSettings
  dpo: DpoSettings
}): string[] {
  const steps = `${rows.dpo} rankings make ${stepsOf(sft, rows.sft)} steps of imitating and ${stepsOf(dpo, rows.dpo)} of preferring.`
  if (rows.dpo > MEASURED_ROWS) {
    return [
      steps,
      `The learning rates are lower than for two dozen rankings, because ${rows.dpo} make more steps.`,
      strengths[preset]
    ]
  }
  const few =
    rows.dpo < FEW_RANKINGS
      ? 'With so few, each is seen more often; a dozen more would teach more than any setting.'
      : 'With so few steps the learning rates are far above the textbook’s, at which nothing moves.'
  return [steps, few, strengths[preset]]
}

const strengths: Readonly<Record<Preset, string>> = {
  gentle: 'Gentle takes half the recommended rates, for a taste that overshoots.',
  recommended:
    'Recommended moved a small model clearly and left its ordinary prose within 5% of what it was.',
  strong: 'Strong follows a faint or noisy taste further, and forgets more of everything else.'
}
