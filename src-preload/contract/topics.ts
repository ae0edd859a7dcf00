import { z } from 'zod'
import { Id, Nothing, Timestamp } from './common'

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

/** Which topics, over all personas or of one. `search` looks in titles and prompts. */
export const TopicFilter = z.object({
  personaId: Id.nullable().default(null),
  status: z.enum(['all', 'noDrafts', 'toRank', 'ranked']).default('all'),
  search: z.string().trim().max(300).default(''),
  kind: kind.default(null)
})
export type TopicFilter = z.infer<typeof TopicFilter>

export const TopicSort = z.object({
  by: z.enum(['changed', 'title', 'persona', 'kind', 'status']).default('changed'),
  descending: z.boolean().default(true)
})
export type TopicSort = z.infer<typeof TopicSort>

const ids = z.array(Id).min(1, 'Choose at least one topic.').max(100_000)
const kinds = z.array(z.object({ id: Id, kind }))

export const topicCalls = {
  /** One page of the topics; sorted and cut in the database. */
  'topics.list': {
    input: TopicFilter.extend({
      sort: TopicSort.prefault({}),
      offset: z.int().nonnegative().default(0),
      limit: z.int().min(1).max(1000).default(200)
    }),
    output: z.object({
      topics: z.array(Topic),
      /** How many the whole filter holds. */
      total: z.int(),
      /** By status, for the same persona, search and kind. */
      counts: z.object({ all: z.int(), noDrafts: z.int(), toRank: z.int(), ranked: z.int() })
    })
  },
  /** All topics of the filter, in the order of the sort: to select them or to write for them. */
  'topics.ids': {
    input: TopicFilter.extend({ sort: TopicSort.prefault({}) }),
    output: z.object({ ids: z.array(Id) })
  },
  /** The kinds in use, by name. */
  'topics.kinds': {
    input: z.object({ personaId: Id.nullable().default(null) }),
    output: z.object({ kinds: z.array(z.string()) })
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
  /** Answers what the kinds were before: sent back, it takes the change back. */
  'topics.setKinds': {
    input: z.object({ kinds }),
    output: z.object({ before: kinds })
  },
  /** Hides the topics with their drafts and rankings; `topics.restore` brings everything back. */
  'topics.delete': {
    input: z.object({ ids }),
    output: z.object({ topics: z.int(), drafts: z.int(), rankings: z.int() })
  },
  'topics.restore': { input: z.object({ ids }), output: z.object({ topics: z.int() }) },
  /** Asks the persona's writer for topics it has not; lines arrive as `topics.suggested`. */
  'topics.suggest': {
    input: z.object({ requestId: Id, personaId: Id, count: z.int().min(1).max(30).default(8) }),
    output: z.object({ titles: z.array(z.string()) })
  },
  'topics.stopSuggesting': { input: z.object({ requestId: Id }), output: Nothing }
}
