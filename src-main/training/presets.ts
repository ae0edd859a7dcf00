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
 * rates (SFT 2e-4, DPO 5e-6) that moves nothing at all. These rates were measured on a 135M model
 * with 24 rankings of three drafts, before DPO had its SFT term; with it only `recommended` was
 * measured again (docs/benchmarks.md):
 *
 * - `recommended` moved a taste for short answers from 75 to 15–20 words and an opening that the
 *   edits carried from 0% to 94% of answers, at 8–17% higher perplexity on neutral prose.
 * - `strong` moves noisy tastes further (0.46 → 0.87 of sentences where `recommended` reached
 *   0.66–0.80) and costs 26% perplexity.
 * - `gentle` is half of the recommended rates, for tastes that overshoot. In one tour, without the
 *   SFT term below, it moved length but not the opening: 4% of held-out drafts followed the taste.
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
  keepWeight: 10,
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
