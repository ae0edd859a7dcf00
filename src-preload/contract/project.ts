import { z } from 'zod'
import { ErrorEnvelope } from './errors'
import { Id, Nothing, Timestamp } from './common'

export const ProjectState = z.discriminatedUnion('state', [
  z.object({ state: z.literal('open'), path: z.string(), name: z.string() }),
  z.object({ state: z.literal('failed'), path: z.string(), error: ErrorEnvelope })
])
export type ProjectState = z.infer<typeof ProjectState>

export const NextStep = z.enum([
  'retry-job',
  /** It failed, and what mends it is chosen where it is shown. */
  'open-job',
  'load-model',
  'rank',
  'write-drafts',
  'start-run',
  'add-topics',
  'add-persona'
])
export type NextStep = z.infer<typeof NextStep>

export const Activity = z.object({
  id: Id,
  at: Timestamp,
  kind: z.enum(['ranking', 'job', 'deletion']),
  text: z.string(),
  figure: z.string(),
  /** How it can be taken back from here; null when it cannot. */
  undo: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('ranking'), id: Id }),
      z.object({ kind: z.literal('persona'), id: Id }),
      z.object({ kind: z.literal('topics'), ids: z.array(Id) }),
      z.object({ kind: z.literal('sample') })
    ])
    .nullable(),
  /** The job to open, when it is one. */
  jobId: Id.nullable()
})
export type Activity = z.infer<typeof Activity>

export const HomeSummary = z.object({
  /** Nothing is here but the sample, and none of it is ranked. */
  firstRun: z.boolean(),
  /** The sample's personas that are still here. */
  samplePersonas: z.int(),
  next: z.object({
    step: NextStep,
    /** A finding, as the page's heading. */
    title: z.string(),
    /** One sentence on what it brings. */
    text: z.string(),
    /** Verb, object and number. */
    button: z.string(),
    /** The persona, topic, job or adapter the step is about. */
    subjectId: Id.nullable()
  }),
  stations: z.object({
    topics: z.object({ count: z.int(), personas: z.int(), withoutDrafts: z.int() }),
    toRank: z.object({ count: z.int() }),
    pairs: z.object({ count: z.int(), sinceLastRun: z.int() }),
    runs: z.object({ count: z.int(), lastAt: Timestamp.nullable() }),
    model: z.object({
      name: z.string().nullable(),
      detail: z.string(),
      /** It is the one that writes now. */
      writes: z.boolean()
    })
  }),
  recent: z.array(Activity),
  ranked: z.array(z.object({ personaId: Id, name: z.string(), ranked: z.int(), topics: z.int() }))
})
export type HomeSummary = z.infer<typeof HomeSummary>

export const projectCalls = {
  'project.get': { input: Nothing, output: ProjectState },
  /** Asks for a folder and opens the project in it, making one where there is none. */
  'project.choose': { input: Nothing, output: ProjectState },
  /** Shows the open project's folder in the system's own file browser. */
  'project.reveal': { input: Nothing, output: Nothing },
  /** Hides the sample's personas as deleting each would; `restoreSample` brings them back. */
  'project.removeSample': { input: Nothing, output: z.object({ personas: z.int() }) },
  'project.restoreSample': { input: Nothing, output: z.object({ personas: z.int() }) },
  'home.summary': { input: Nothing, output: HomeSummary }
}
