import { z } from 'zod'

/** How strongly a run pulls the model towards the rankings. */
export const Preset = z.enum(['gentle', 'recommended', 'strong'])
export type Preset = z.infer<typeof Preset>

/** What can be trained, in the order in which it is: imitate, prefer, score. */
export const Stage = z.enum(['sft', 'dpo', 'reward'])
export type Stage = z.infer<typeof Stage>

const count = (largest: number) =>
  z
    .int('must be a whole number')
    .min(1, 'must be at least 1')
    .max(largest, `must be at most ${String(largest)}`)
const countOrNone = (largest: number) =>
  z
    .int('must be a whole number')
    .min(0, 'must not be below 0')
    .max(largest, `must be at most ${String(largest)}`)
const positive = (largest: number) =>
  z
    .number('must be a number')
    .gt(0, 'must be above 0')
    .max(largest, `must be at most ${String(largest)}`)
const share = z.number('must be a number').min(0, 'must not be below 0').lt(1, 'must be below 1')
const weight = z
  .number('must be a number')
  .min(0, 'must not be below 0')
  .max(100, 'must be at most 100')

export const SftSettings = z.strictObject({
  learningRate: positive(1),
  epochs: count(100),
  /** Rows an optimizer step: answers for SFT, whole rankings for DPO and the reward model. */
  batchSize: count(1024)
})
export type SftSettings = z.infer<typeof SftSettings>

export const DpoSettings = SftSettings.extend({
  /** How closely the model is held to where this stage found it; smaller lets it go further. */
  beta: positive(10),
  /** Weight of imitating the best draft beside preferring it. */
  sftWeight: weight,
  /** Over all ordered pairs, or by Plackett–Luce over whole orders. */
  loss: z.enum(['sigmoid', 'plackettLuce'])
})
export type DpoSettings = z.infer<typeof DpoSettings>

export const RewardSettings = SftSettings.extend({
  /** To say +1, 0 or −1 for each draft; or only which of two is better. */
  loss: z.enum(['regression', 'bradleyTerry'])
})
export type RewardSettings = z.infer<typeof RewardSettings>

export const LoraSettings = z.strictObject({ r: count(512), alpha: count(2048), dropout: share })

const whole = {
  /** Tokens of a prompt with its longest answer; longer rows are left out, and the run says so. */
  maxLength: z
    .int('must be a whole number')
    .min(32, 'must be at least 32')
    .max(131_072, 'must be at most 131072'),
  /** At most this many optimizer steps a stage; null for all. */
  maxSteps: count(1_000_000).nullable(),
  warmupSteps: countOrNone(100_000),
  maxGradNorm: positive(1000),
  seed: countOrNone(2_147_483_647),
  device: z.enum(['auto', 'cpu', 'mps', 'cuda']),
  precision: z.enum(['auto', 'fp32', 'bf16']),
  /** Of the frozen base while training: as it is, or in 4 bits (QLoRA), on CUDA and on the CPU. */
  quantization: z.enum(['none', 'nf4']),
  /** Evaluations without a better held-out loss that end a stage; 0 goes on to the end. */
  patience: countOrNone(1000),
  /** Which weights a stage ends with: its last, or those with the lowest held-out loss. */
  result: z.enum(['last', 'best']),
  /** Steps between evaluations; null for about four a stage. Each epoch ends with one. */
  evalEvery: count(1_000_000).nullable(),
  /** Steps between checkpoints. */
  saveEvery: count(1_000_000),
  /** Asked while it trains; null for the prompts of two topics, held-out ones first. */
  samplePrompts: z
    .array(z.string().trim().min(1, 'must not be empty').max(8000, 'must be shorter'))
    .max(8, 'must be at most eight')
    .nullable(),
  sampleTokens: count(2048)
}

/** How firmly neutral prose is held to what the base makes of it, beside what a stage learns. */
const keepWeight = weight
/** Steps between sample drafts; null for each time it measures, 0 for never. */
const sampleEvery = countOrNone(1_000_000).nullable()
/** Other places that the figures are written to, for the tools that read them. */
export const Tracker = z.enum(['tensorboard', 'wandb'])
export type Tracker = z.infer<typeof Tracker>
const alsoWrite = z
  .array(Tracker)
  .refine((all) => new Set(all).size === all.length, 'must name each place once')

/** Every setting of a run, resolved: what is written into its folder as `run.yaml`. */
export const RunSettings = z.strictObject({
  preset: Preset,
  stages: z
    .array(Stage)
    .min(1, 'must name at least one stage')
    .refine((stages) => new Set(stages).size === stages.length, 'must name each stage once'),
  sft: SftSettings,
  dpo: DpoSettings,
  reward: RewardSettings,
  lora: LoraSettings,
  ...whole,
  // Runs of before there was a choice are read as what they were.
  keepWeight: keepWeight.default(0),
  sampleEvery: sampleEvery.default(null),
  alsoWrite: alsoWrite.default([])
})
export type RunSettings = z.infer<typeof RunSettings>

/** What a person changes of a preset: any of the settings; all else is as the preset has it. */
export const RunOverrides = RunSettings.omit({ preset: true })
  .extend({
    sft: SftSettings.partial(),
    dpo: DpoSettings.partial(),
    reward: RewardSettings.partial(),
    lora: LoraSettings.partial(),
    // Without the defaults above: what is left out is the preset's.
    keepWeight,
    sampleEvery,
    alsoWrite
  })
  .partial()
export type RunOverrides = z.infer<typeof RunOverrides>
