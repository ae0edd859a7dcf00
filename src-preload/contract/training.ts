import { z } from 'zod'
import { Id, Nothing, Timestamp } from './common'
import { JobState } from './jobs'
import { Preset, RunOverrides, RunSettings, Stage } from './run-settings'
import { Comparison, RunSize, Verdict } from './run-history'
import { TrainerEvent } from './trainer-events'

export { Preset }

/** What one stage of a run learned; the trainer's own summary. */
export const StageSummary = z.object({
  firstLoss: z.number(),
  lastLoss: z.number(),
  heldOutLoss: z.number().nullable(),
  preferenceAccuracy: z.number().nullable(),
  tokensPerSecond: z.number(),
  steps: z.int(),
  seconds: z.number(),
  peakMemoryMb: z.number(),
  /** Of the perplexity of neutral prose, against the base: 0.05 is 5% above. Measured where held. */
  proseRise: z.number().optional()
})
export type StageSummary = z.infer<typeof StageSummary>

/** What a run learns from, counted before it starts. */
export const RunData = z.object({
  rankings: z.int(),
  edits: z.int(),
  pairs: z.int(),
  sftRows: z.int(),
  /** Drafts with a score for the reward model; runs of before it have none. */
  rewardRows: z.int().default(0),
  /** Pairs of the topics kept aside. */
  heldOutPairs: z.int().default(0),
  /** Topics kept aside to measure on; the split is by topic. */
  heldOutTopics: z.int()
})
export type RunData = z.infer<typeof RunData>

export const LearnFrom = z.enum(['all', 'new'])
export type LearnFrom = z.infer<typeof LearnFrom>

/** What the person asked of a run that does not go on: to wait, to end, or to end with what it has. */
export const Halt = z.enum(['paused', 'stopped', 'keepLast', 'keepBest'])
export type Halt = z.infer<typeof Halt>

export const Run = z.object({
  id: Id,
  number: z.int(),
  /** Name of the model that comes of it, such as `calm-engineer v2`. */
  name: z.string(),
  personaId: Id.nullable(),
  baseModelId: Id,
  baseModelName: z.string(),
  preset: Preset,
  /** Null for runs of before settings were kept. */
  settings: RunSettings.nullable(),
  notes: z.string(),
  data: RunData,
  jobId: Id,
  state: JobState,
  /** Beside `state`: why a run that is cancelled is so. Null once it goes on. */
  halt: Halt.nullable(),
  sft: StageSummary.nullable(),
  dpo: StageSummary.nullable(),
  reward: StageSummary.nullable(),
  /** The adapter in the registry, once the run has finished. */
  adapterId: Id.nullable(),
  /** The reward model in the registry, once the run has finished. */
  rewardModelId: Id.nullable(),
  /** The run whose adapter this one began with. */
  continuedFrom: Id.nullable(),
  createdAt: Timestamp
})
export type Run = z.infer<typeof Run>

/** What a probe of a few steps measured. */
export const ProbeResult = z.object({
  steps: z.int(),
  tokensPerSecond: z.number(),
  secondsPerStep: z.number(),
  peakMemoryMb: z.number(),
  /** As the trainer resolved them. */
  device: z.string(),
  precision: z.string()
})
export type ProbeResult = z.infer<typeof ProbeResult>

/** Bytes at the highest point, by what they hold. */
export const MemoryEstimate = z.object({
  weights: z.number(),
  /** Adapter, its gradient and the optimizer's two moments, all fp32. */
  adapter: z.number(),
  activations: z.number(),
  /** Python, torch and what they keep. */
  runtime: z.number(),
  total: z.number(),
  /** Calculated from the model's shape, or scaled to what a probe measured here. */
  basis: z.enum(['calculated', 'probe'])
})
export type MemoryEstimate = z.infer<typeof MemoryEstimate>

/** A change that needs less memory. */
export const SmallerChange = z.object({
  title: z.string(),
  /** What it costs, in a sentence. */
  cost: z.string(),
  overrides: RunOverrides,
  /** What the run would then take; null where the model's shape is not known. */
  totalBytes: z.number().nullable()
})
export type SmallerChange = z.infer<typeof SmallerChange>

/** What a run that failed can be tried again with. */
export const RunRetry = z.object({
  /** The one that costs least first; none where other settings would not help. */
  changes: z.array(SmallerChange),
  /** Where the new run goes on with the first change; null where it begins anew. */
  from: z.object({ stage: Stage, step: z.int() }).nullable()
})
export type RunRetry = z.infer<typeof RunRetry>

export const RunEstimate = z.object({
  /** Of one pass over the rows, by stage; 4.2 characters a token. */
  tokens: z.partialRecord(Stage, z.int()),
  /** Tokens of the longest row that a stage holds at once. */
  longestRow: z.int(),
  /** Null until the base model's shape is known: it is read when the base is first prepared. */
  memory: MemoryEstimate.nullable(),
  machine: z.object({ totalBytes: z.number(), safeBytes: z.number() }),
  /** Null without a memory estimate. */
  fits: z.boolean().nullable(),
  /** Up to three changes, the one that costs least first. */
  smaller: z.array(SmallerChange),
  /** Seconds of training, and what they were reckoned from; null before any run or probe. */
  time: z
    .object({ seconds: z.number(), basis: z.enum(['probe', 'runs']), measured: z.int() })
    .nullable(),
  probe: ProbeResult.extend({ at: Timestamp }).nullable()
})
export type RunEstimate = z.infer<typeof RunEstimate>

export const RunPreview = z.object({
  data: RunData,
  suggestedName: z.string(),
  /** Every setting as it would be used. */
  settings: RunSettings,
  /** Sentences: why these settings. */
  reasons: z.array(z.string()),
  /** Optimizer steps by stage. */
  steps: z.partialRecord(Stage, z.int()),
  /** The split, oldest topic first; held-out ones are never learned from. */
  topics: z.array(
    z.object({
      id: Id,
      title: z.string(),
      rankings: z.int(),
      pairs: z.int(),
      heldOut: z.boolean()
    })
  ),
  estimate: RunEstimate,
  /** Sentences; a run can start when there are none. */
  problems: z.array(z.string()),
  pythonReady: z.boolean()
})
export type RunPreview = z.infer<typeof RunPreview>

export const RunName = z.string().trim().min(1, 'A run needs a name.').max(80)

/** All that says what a run is to do; the same in the form, in a config file and for a probe. */
const runChoices = {
  personaId: Id.nullable().default(null),
  baseModelId: Id.optional(),
  preset: Preset.default('recommended'),
  /** What is trained; left out, SFT and DPO as far as the rankings allow. */
  stages: z.array(Stage).min(1).optional(),
  overrides: RunOverrides.default({}),
  /** For short runs: at most this many optimizer steps a stage. */
  maxSteps: z.int().min(1).optional(),
  /** Begins with the adapter that this run has made, on the same base model. */
  continueFrom: Id.nullable().default(null),
  /** With `continueFrom`: all rankings, or only those made since that run began. */
  learnFrom: LearnFrom.default('all')
}
export const RunChoices = z.object(runChoices)
export type RunChoices = z.infer<typeof RunChoices>

/** What a run is started with. */
export const runStart = {
  ...runChoices,
  name: RunName,
  notes: z.string().max(10_000).default('')
}

export const runCalls = {
  /** Newest first, without the deleted. */
  'runs.list': { input: Nothing, output: z.array(Run) },
  'runs.get': { input: z.object({ id: Id }), output: Run },
  /** What a run would learn from now, how it would be trained, and what stands in its way. */
  'runs.preview': { input: RunChoices, output: RunPreview },
  /** Trains 20 steps on the real rows into a folder that is thrown away, and measures. */
  'runs.probe': { input: RunChoices, output: z.object({ jobId: Id }) },
  /** Writes the training rows and `run.yaml`, then trains stage after stage. */
  'runs.start': {
    input: z.object(runStart),
    output: Run
  },
  /** All that is wrong with a config file, each as a sentence; none where a run could start from it. */
  'runs.checkConfig': {
    input: z.object({ text: z.string().max(200_000) }),
    output: z.object({ problems: z.array(z.string()) })
  },
  /** Starts the run that a config file (YAML) describes; says all its problems at once. */
  'runs.startFromConfig': { input: z.object({ text: z.string().max(200_000) }), output: Run },
  /** The run's config file, as `runs.startFromConfig` takes it. */
  'runs.config': { input: z.object({ id: Id }), output: z.object({ text: z.string() }) },
  /** Ends the trainer with a checkpoint, to go on later: `halt` is then `paused`. */
  'runs.pause': { input: z.object({ id: Id }), output: Run },
  /** Goes on from the last checkpoint, after a pause, a stop, a crash or a failure. */
  'runs.resume': { input: z.object({ id: Id }), output: Run },
  /**
   * Ends a run. With `keep`, its last or best checkpoint becomes its adapter, also of a run that is
   * paused or failed; the answer comes when that is done.
   */
  'runs.stop': {
    input: z.object({ id: Id, keep: z.enum(['last', 'best']).nullable().default(null) }),
    output: Run
  },
  /** What a failed run could be tried again with. */
  'runs.retries': { input: z.object({ id: Id }), output: RunRetry },
  /**
   * Starts a new run from one that does not go on, with other settings: its finished stages are kept,
   * and the one it failed in goes on from its checkpoint where the change allows it.
   */
  'runs.retry': { input: z.object({ id: Id, overrides: RunOverrides }), output: Run },
  /** A new name, also of the adapter it made; notes. */
  'runs.update': {
    input: z.object({ id: Id, name: RunName.optional(), notes: z.string().max(10_000).optional() }),
    output: Run
  },
  'runs.verdict': { input: z.object({ id: Id }), output: Verdict },
  'runs.compare': { input: z.object({ ids: z.array(Id).min(2).max(6) }), output: Comparison },
  /** What deleting would free. */
  'runs.size': { input: z.object({ id: Id }), output: RunSize },
  /** Deletes files for good, so the person is asked before: there is no undo. */
  'runs.delete': {
    input: z.object({ id: Id, what: z.enum(['all', 'checkpoints']) }),
    output: Nothing
  },
  /** Every event of the run so far, oldest first. New ones arrive as `runs.events`. */
  'runs.events': { input: z.object({ id: Id }), output: z.array(TrainerEvent) }
}
