import { z } from 'zod'
import { CommandId } from './commands'
import { Id } from './common'
import { WritingSnapshot } from './drafts'
import { Job } from './jobs'
import { ChatAnswer } from './models'
import { TrainerEvent } from './trainer-events'

/** What can change under the window; its queries are keyed by these names. */
export const ChangeTopic = z.enum([
  'project',
  'personas',
  'topics',
  'drafts',
  'rankings',
  'comments',
  'engines',
  'jobs',
  'python',
  'runs',
  'models',
  'deployments',
  'hub',
  'server'
])
export type ChangeTopic = z.infer<typeof ChangeTopic>

/** Everything main tells the window unasked: name → payload. */
export const events = {
  /** Data of this topic changed: refetch it. */
  changed: z.object({ topic: ChangeTopic }),
  /** A job's progress or state, at most four times a second. */
  'jobs.progress': Job,
  'drafts.writing': WritingSnapshot,
  'runs.events': z.object({ runId: Id, events: z.array(TrainerEvent) }),
  /** Suggestions so far; `topics.suggest` answers with the last of these. */
  'topics.suggested': z.object({ requestId: Id, titles: z.array(z.string()) }),
  /** Chosen in the application menu: the window runs it. */
  'window.command': z.object({ id: CommandId }),
  'chat.answer': z.object({ chatId: Id, answer: ChatAnswer })
}

export type EventName = keyof typeof events
export type EventPayload<N extends EventName> = z.output<(typeof events)[N]>
