import { z } from 'zod'
import { Id, Nothing, Timestamp } from './common'
import { JobState } from './jobs'
import { TrainerEvent } from './trainer-events'

export const Preset = z.enum(['gentle', 'recommended', 'strong'])
export type Preset = z.infer<typeof Preset>

/** What one stage of a run learned; the trainer's own summary. */
export const StageSummary = z.object({
  firstLoss: z.number(),
  lastLoss: z.number(),
  heldOutLoss: z.number().nullable(),
  preferenceAccuracy: z.number().nullable(),
  tokensPerSecond: z.number(),
  steps: z.int(),
  seconds: z.number(),
  peakMemoryMb: z.number()
})
export type StageSummary = z.infer<typeof StageSummary>

/** What a run learns from, counted before it starts. */
export const RunData = z.object({
  rankings: z.int(),
  edits: z.int(),
  pairs: z.int(),
  sftRows: z.int(),
  /** Topics kept aside to measure on; the split is by topic. */
  heldOutTopics: z.int()
})
export type RunData = z.infer<typeof RunData>

export const Run = z.object({
  id: Id,
  number: z.int(),
  /** Name of the model that comes of it, such as `calm-engineer v2`. */
  name: z.string(),
  personaId: Id.nullable(),
  baseModelId: Id,
  baseModelName: z.string(),
  preset: Preset,
  data: RunData,
  jobId: Id,
  state: JobState,
  sft: StageSummary.nullable(),
  dpo: StageSummary.nullable(),
  /** The adapter in the registry, once the run has finished. */
  adapterId: Id.nullable(),
  createdAt: Timestamp
})
export type Run = z.infer<typeof Run>

export const runCalls = {
  'runs.list': { input: Nothing, output: z.array(Run) },
  'runs.get': { input: z.object({ id: Id }), output: Run },
  /** What a run would learn from now, and what stands in its way. */
  'runs.preview': {
    input: z.object({ personaId: Id.nullable().default(null) }),
    output: z.object({
      data: RunData,
      suggestedName: z.string(),
      /** Sentences; a run can start when there are none. */
      problems: z.array(z.string()),
      pythonReady: z.boolean()
    })
  },
  /** Writes the training rows, then trains: SFT, then DPO from its adapter. */
  'runs.start': {
    input: z.object({
      personaId: Id.nullable().default(null),
      baseModelId: Id.optional(),
      name: z.string().trim().min(1, 'A run needs a name.').max(80),
      preset: Preset.default('recommended'),
      /** For short runs: at most this many optimizer steps a stage. */
      maxSteps: z.int().min(1).optional()
    }),
    output: Run
  },
  /** Every event of the run so far, oldest first. New ones arrive as `runs.events`. */
  'runs.events': { input: z.object({ id: Id }), output: z.array(TrainerEvent) }
}
