import { z } from 'zod'
import { ErrorEnvelope } from './errors'
import { Fraction, Id, Timestamp } from './common'

export const JobKind = z.enum([
  'write-drafts',
  'build-python',
  'bundle-python',
  'train',
  'export',
  'score',
  'probe',
  'deploy',
  'prepare-try',
  'download-base',
  'import-base'
])
export type JobKind = z.infer<typeof JobKind>

/** One union, so that an impossible state cannot be written. `at` is when the state began. */
export const JobState = z.discriminatedUnion('status', [
  z.object({ status: z.literal('queued'), at: Timestamp }),
  z.object({
    status: z.literal('running'),
    at: Timestamp,
    /** Index into the job's steps. */
    step: z.int(),
    /** Of the whole job; null while the total is unknown. */
    progress: Fraction.nullable(),
    message: z.string(),
    /** Cancel was asked for and the step is coming to a stop. */
    stopping: z.boolean()
  }),
  z.object({ status: z.literal('succeeded'), at: Timestamp, message: z.string() }),
  z.object({ status: z.literal('failed'), at: Timestamp, step: z.int(), error: ErrorEnvelope }),
  z.object({ status: z.literal('cancelled'), at: Timestamp, step: z.int() }),
  z.object({ status: z.literal('interrupted'), at: Timestamp, step: z.int() })
])
export type JobState = z.infer<typeof JobState>

export const Job = z.object({
  id: Id,
  kind: JobKind,
  title: z.string(),
  /** The row this job works on: a topic, a run, a model; null for the environment. */
  subjectId: Id.nullable(),
  steps: z.array(z.object({ name: z.string(), title: z.string() })),
  state: JobState,
  createdAt: Timestamp,
  startedAt: Timestamp.nullable()
})
export type Job = z.infer<typeof Job>

export const jobCalls = {
  /** Newest first. */
  'jobs.list': {
    input: z.object({ limit: z.int().min(1).max(500).default(50) }),
    output: z.array(Job)
  },
  'jobs.get': { input: z.object({ id: Id }), output: Job },
  /** Asks the job to stop; what it has made so far is kept. */
  'jobs.cancel': { input: z.object({ id: Id }), output: Job },
  /** Continues a failed, cancelled or interrupted job at the step where it stopped. */
  'jobs.retry': { input: z.object({ id: Id }), output: Job },
  /** The last lines of the job's log. */
  'jobs.log': {
    input: z.object({ id: Id, lines: z.int().min(1).max(2000).default(200) }),
    output: z.object({ lines: z.array(z.string()) })
  }
}
