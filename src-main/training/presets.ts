import type { Preset, RewardSettings, RunSettings, Tracker } from '@contract/run-settings'

/** What one stage of a preset sets; everything else is the same for all (`common`). */
export type StageSettings = {
  learningRate: number
  epochs: number
  /** Rows an optimizer step: answers for SFT, whole rankings for DPO. */
  batchSize: number
}

/**
 * How strongly a run pulls the model towards the rankings.
 *
 * A set of two dozen rankings makes only a dozen SFT steps and two dozen DPO steps, and at textbook
 * rates (SFT 2e-4, DPO 5e-6) that moves nothing at all. `recommended` is what was measured on a
 * 135M model with 24 rankings of three drafts, together with the settings below that all presets
 * share (docs/benchmarks.md). `gentle` is half of its rates, for tastes that overshoot, and `strong`
 * is up to twice, for tastes that are faint or noisy. Both were measured only before ordinary prose
 * was held to the base: there strong moved a noisy taste from 0.46 to 0.87 of sentences where
 * recommended reached 0.66 to 0.80, and gentle moved length but no opening.
 *
 * One ranking a DPO step is deliberate: the number of steps is the lever, and a second DPO epoch
 * gained nothing but perplexity.
 */
export const presets: Readonly<Record<Preset, { sft: StageSettings; dpo: StageSettings }>> = {
  gentle: {
    sft: { learningRate: 2.5e-4, epochs: 2, batchSize: 4 },
    dpo: { learningRate: 1e-4, epochs: 1, batchSize: 1 }
  },
  recommended: {
    sft: { learningRate: 5e-4, epochs: 2, batchSize: 4 },
    dpo: { learningRate: 2e-4, epochs: 1, batchSize: 1 }
  },
  strong: {
    sft: { learningRate: 1e-3, epochs: 2, batchSize: 4 },
    dpo: { learningRate: 3e-4, epochs: 1, batchSize: 1 }
  }
}

/** Settings all presets share, as they were measured together. */
export const common = {
  lora: { r: 16, alpha: 32, dropout: 0 },
  warmupSteps: 3,
  maxGradNorm: 1,
  betas: [0.9, 0.99] as [number, number],
  weightDecay: 0,
  /** Tokens; longer rows are refused or cut by the trainer, which says so. */
  maxLength: 2048,
  saveEvery: 10,
  keepCheckpoints: 2,
  quantization: 'none',
  result: 'last',
  patience: 0,
  sampleTokens: 96
} as const

/**
 * DPO's β, and an SFT term of weight one on the best answer of each ranking. Measured on one tour's
 * rankings, eight held-out prompts, greedy: after SFT answers of 24–44 words that open as the edits
 * do; after DPO without the term most were that opening alone, at 1e-4 (3–16 words) and at 5e-5
 * (3–27) alike; with the term at 2e-4 all kept the opening and had 7–27 words, mean 19.
 */
export const preferenceLoss = { beta: 0.1, sftWeight: 1, loss: 'sigmoid' } as const

/**
 * How firmly neutral prose is held to the base (`python-env/trainer/keep.py`). Tuned on a taste for
 * short answers, one seed: perplexity on another author's prose rose by 48% without it, by 8% at 1
 * and by 2% at 10, while answers went from 95 words to 73, 59 and 56: it does not hold the taste
 * back. It makes about a fifth of a step’s work.
 */
const keepWeight = 10

/** Of the reward model: the trainer's own defaults, the same for every strength. */
export const rewardStage = {
  learningRate: 3e-4,
  epochs: 2,
  batchSize: 2,
  loss: 'regression'
} as const satisfies RewardSettings

/** All that does not depend on strength or rows. */
export const constant = {
  lora: common.lora,
  maxLength: common.maxLength,
  maxSteps: null,
  keepWeight,
  warmupSteps: common.warmupSteps,
  maxGradNorm: common.maxGradNorm,
  seed: 0,
  device: 'auto',
  precision: 'auto',
  quantization: common.quantization,
  patience: common.patience,
  result: common.result,
  evalEvery: null,
  saveEvery: common.saveEvery,
  samplePrompts: null,
  sampleTokens: common.sampleTokens,
  sampleEvery: null,
  alsoWrite: [] as Tracker[]
} as const satisfies Partial<RunSettings>

const EVALUATIONS_A_STAGE = 4

/** Optimizer steps of a stage with this many rows. */
export function stepsOf({ epochs, batchSize }: StageSettings, rows: number): number {
  return epochs * Math.ceil(rows / batchSize)
}

/** Steps between two looks at the held-out rows: about four a stage, since each costs time. */
export function evaluateEvery(steps: number): number {
  return Math.max(1, Math.ceil(steps / EVALUATIONS_A_STAGE))
}
