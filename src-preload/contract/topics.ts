import { z } from 'zod'
import { Id, Timestamp } from './common'

export const TopicStatus = z.enum(['noDrafts', 'waiting', 'writing', 'toRank', 'ranked', 'stopped'])
export type TopicStatus = z.infer<typeof TopicStatus>

const title = z
  .string()
  .trim()
  .min(1, 'A topic needs a title.')
  .max(300, 'A title is at most 300 characters.')
const prompt = z
  .string()
  .trim()
  .min(1, 'A topic needs a prompt: what the model is asked to write.')
  .max(8000, 'A prompt is at most 8,000 characters.')
const kind = z.string().trim().min(1).max(40).nullable()

export const Topic = z.object({
  id: Id,
  personaId: Id,
  personaName: z.string(),
  title: z.string(),
  prompt: z.string(),
  kind: z.string().nullable(),
  status: TopicStatus,
  /** Why writing stopped, in a few words, when `status` is `stopped`. */
  statusReason: z.string().nullable(),
  drafts: z.int(),
  createdAt: Timestamp,
  updatedAt: Timestamp
})
export type Topic = z.infer<typeof Topic>

export const topicCalls = {
  /** Newest change first. */
  'topics.list': {
    input: z.object({
      personaId: Id.nullable().default(null),
      status: z.enum(['all', 'noDrafts', 'toRank', 'ranked']).default('all')
    }),
    output: z.array(Topic)
  },
  'topics.get': { input: z.object({ id: Id }), output: Topic },
  'topics.create': {
    input: z.object({ personaId: Id, title, prompt, kind: kind.default(null) }),
    output: Topic
  },
  /**
   * One topic a line. Bullets and numbers are stripped, blank lines go, `#kind` at the end sets the
   * kind, and lines that the persona already has are counted and left out.
   */
  'topics.paste': {
    input: z.object({
      personaId: Id,
      text: z.string().max(2_000_000, 'That is more text than one paste can hold.')
    }),
    output: z.object({ added: z.array(Topic), duplicates: z.int() })
  },
  /** What `topics.paste` would do with this text, without doing it. */
  'topics.previewPaste': {
    input: z.object({ personaId: Id, text: z.string().max(2_000_000) }),
    output: z.object({
      lines: z.array(z.object({ title: z.string(), kind: z.string().nullable() })),
      duplicates: z.int()
    })
  },
  'topics.update': { input: z.object({ id: Id, title, prompt, kind }), output: Topic },
  'topics.delete': {
    input: z.object({ id: Id }),
    output: z.object({ drafts: z.int(), rankings: z.int() })
  },
  'topics.restore': { input: z.object({ id: Id }), output: Topic }
}
