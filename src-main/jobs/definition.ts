import type { JobKind } from '@contract/jobs'
import type { z } from 'zod'

/** Why a step is asked to end: the person cancelled, or the app is closing and will come back. */
export type AbortReason = 'cancelled' | 'closing'

export type StepContext<Input> = {
  jobId: string
  input: Input
  /** Aborts with an AbortReason. A step that honours it returns or throws soon after. */
  signal: AbortSignal
  /** `fraction` of this step, 0 to 1, or null while the total is unknown. */
  progress: (fraction: number | null, message: string) => void
  /** One line for the job's log. */
  log: (line: string) => void
}

/** A named piece of a job. One whose `done` says yes is skipped, so that a retry goes on where it stopped. */
export type Step<Input> = {
  name: string
  title: string
  /** Share of the job's progress, relative to the other steps; 1 when left out. */
  weight?: number
  run: (context: StepContext<Input>) => Promise<void>
  done?: (input: Input) => boolean | Promise<boolean>
}

/** What the runner needs to know of a kind of job. Jobs of one lane run one after the other. */
export type JobDefinition<Input> = {
  kind: JobKind
  lane: 'writing' | 'training' | 'python' | 'download' | 'delivering'
  /** What the job was started with; read back from the database after a restart. */
  input: z.ZodType<Input>
  steps: (input: Input) => Step<Input>[]
  /** A sentence for the finished job. */
  finished: (input: Input) => string | Promise<string>
  /** Where the log goes; a file of the job's own when left out. */
  logFile?: (input: Input) => string
  /** After a crash of the app: true when the work still runs and can be taken up again at once. */
  survives?: (input: Input) => boolean | Promise<boolean>
}

/** A definition joined with one job's input: all that the runner works with. */
export type BoundJob = {
  lane: string
  steps: BoundStep[]
  finished: () => string | Promise<string>
  logFile: (() => string) | null
  survives: () => boolean | Promise<boolean>
}

export type BoundStep = {
  name: string
  title: string
  weight: number
  run: (context: Omit<StepContext<unknown>, 'input'>) => Promise<void>
  done: () => boolean | Promise<boolean>
}

/** Parses the stored input and joins it with the definition. */
export function bind<Input>(definition: JobDefinition<Input>, stored: unknown): BoundJob {
  const input = definition.input.parse(stored)
  const { logFile } = definition
  return {
    lane: definition.lane,
    steps: definition.steps(input).map((step) => ({
      name: step.name,
      title: step.title,
      weight: step.weight ?? 1,
      run: (context) => step.run({ ...context, input }),
      done: () => step.done?.(input) ?? false
    })),
    finished: () => definition.finished(input),
    logFile: logFile ? () => logFile(input) : null,
    survives: () => definition.survives?.(input) ?? false
  }
}
