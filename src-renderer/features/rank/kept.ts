import { z } from 'zod'
import type { SittingItem } from '@contract/rankings'
import * as kept from '../../ui/kept'
import { idsOf } from './resuming'

const Subject = z.object({ draftId: z.string().nullable(), commentId: z.string().nullable() })
/** What a comment is about: a draft, or the topic when `draftId` is null; `commentId` when it exists. */
export type Subject = z.infer<typeof Subject>

const Move = z.union([
  z.object({ pick: z.int() }),
  z.object({ toggle: z.int() }),
  z.enum(['tie', 'leaveOpen', 'accept', 'rejectAll'])
])

const Kept = z.object({
  /** The drafts it is about. */
  drafts: z.string(),
  work: z
    .object({
      way: z.enum(['order', 'verdict']),
      moves: z.array(Move),
      edit: z.object({ place: z.int(), text: z.string() }).nullable()
    })
    .nullable(),
  /** Text of each draft being edited, by place. */
  edits: z.record(z.string(), z.string()),
  /** Text of each comment being written, by `subjectKey`. */
  comments: z.record(z.string(), z.string()),
  /** The editors that are open. */
  editing: z.int().nullable(),
  commenting: Subject.nullable()
})
/** What the person typed and chose on one topic and has not stored; it outlives a restart. */
export type Kept = z.infer<typeof Kept>

/** What is kept of the topic, for as long as a component shows it. */
export const useKept = (item: SittingItem): Kept => {
  const [value] = kept.useKept<unknown>(nameOf(item), nothing)
  return fitting(value, item)
}

/** What is kept of the topic now. */
export const keptOf = (item: SittingItem): Kept => fitting(kept.keptValue(nameOf(item)), item)

/** Changes what is kept; nothing left to keep takes the topic's place away. */
export const keep = (item: SittingItem, changes: Partial<Kept>): void => {
  const before = kept.keptValue(nameOf(item))
  const after: Kept = { ...fitting(before, item), ...changes }
  if (!isNothing(after)) kept.keep(nameOf(item), after)
  else if (before !== undefined) kept.keep(nameOf(item), undefined)
}

/** The key of a comment among those being written. */
export const subjectKey = ({ draftId, commentId }: Subject): string =>
  `${commentId ?? 'new'} ${draftId ?? 'topic'}`

const nameOf = ({ topicId }: SittingItem): string => `rank ${topicId}`

/** Comments outlive a new set of drafts; choices and edits belong to the old one. */
const fitting = (value: unknown, item: SittingItem): Kept => {
  const drafts = idsOf(item)
  const before = value === undefined || value === nothing ? null : Kept.safeParse(value).data
  if (!before) return { ...nothing, drafts }
  return before.drafts === drafts ? before : { ...nothing, drafts, comments: before.comments }
}

const nothing: Kept = {
  drafts: '',
  work: null,
  edits: {},
  comments: {},
  editing: null,
  commenting: null
}

const isNothing = ({ work, edits, comments, editing, commenting }: Kept): boolean =>
  work === null &&
  editing === null &&
  commenting === null &&
  Object.keys(edits).length === 0 &&
  Object.keys(comments).length === 0
