import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import type { SittingItem } from '@contract/rankings'
import type { Unstored } from './scene'
import { idsOf } from './resuming'

/** What a comment is about: a draft, or the topic when `draftId` is null; `commentId` when it exists. */
export type Subject = { draftId: string | null; commentId: string | null }

/** What the person typed and chose on one topic and has not stored. */
export type Kept = {
  /** The drafts it was about. */
  drafts: string
  work: Unstored | null
  /** Text of each draft being edited, by place. */
  edits: Readonly<Record<number, string>>
  /** Text of each comment being written, by `subjectKey`. */
  comments: Readonly<Record<string, string>>
  /** The editors that were open. */
  editing: number | null
  commenting: Subject | null
}

/**
 * Unsaved work by topic: it outlives the screen, a reload and a restart. Topic ids are unique over
 * projects, so one place serves them all.
 */
export const useKeptWork = create<{ topics: Readonly<Record<string, Kept>> }>()(
  persist((): { topics: Readonly<Record<string, Kept>> } => ({ topics: {} }), { name: 'rank work' })
)

/** What is kept of the topic, for as long as a component shows it. */
export const useKept = (item: SittingItem): Kept =>
  fitting(
    useKeptWork(({ topics }) => topics[item.topicId]),
    item
  )

/** What is kept of the topic now. */
export const keptOf = (item: SittingItem): Kept =>
  fitting(useKeptWork.getState().topics[item.topicId], item)

/** Changes what is kept; nothing left to keep takes the topic's place away. */
export const keep = (item: SittingItem, changes: Partial<Kept>): void => {
  useKeptWork.setState(({ topics }) => {
    const { topicId } = item
    const kept: Kept = { ...fitting(topics[topicId], item), ...changes }
    if (topics[topicId] === undefined && isNothing(kept)) return { topics }
    const others = Object.entries(topics).filter(([id]) => id !== topicId)
    const all: [string, Kept][] = isNothing(kept) ? others : [...others, [topicId, kept]]
    return { topics: Object.fromEntries<Kept>(all.slice(-most)) }
  })
}

/** Comments outlive a new set of drafts; choices and edits belong to the old one. */
const fitting = (kept: Kept | undefined, item: SittingItem): Kept => {
  const drafts = idsOf(item)
  if (kept === undefined) return { ...nothing, drafts }
  return kept.drafts === drafts ? kept : { ...nothing, drafts, comments: kept.comments }
}

/** The key of a comment among those being written. */
export const subjectKey = ({ draftId, commentId }: Subject): string =>
  `${commentId ?? 'new'} ${draftId ?? 'topic'}`

/** Older unsaved work than this gives way. */
const most = 200

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
