import type { Draft, WritingSnapshot } from '@contract/drafts'
import type { ErrorEnvelope } from '@contract/errors'
import { wordCount } from '../../ui/words'

/** One galley of a topic: a draft that is there, is being written, or failed. */
export type GalleyColumn = {
  index: number
  state: 'waiting' | 'writing' | 'ready' | 'failed'
  text: string
  words: number
  error: ErrorEnvelope | null
  draft: Draft | null
}

type Sources = {
  /** The drafts of the latest finished writing. */
  drafts: readonly Draft[]
  /** The writing in progress. */
  live: WritingSnapshot | null
  /** The last snapshot heard of while this page was open: remembers what failed. */
  last: WritingSnapshot | null
  /** In the queue: columns to keep room for. */
  waiting: number | null
}

/**
 * What stands in the galleys: the writing in progress while there is one, else the drafts, with a
 * draft that failed in its place. After a restart only a gap tells of one.
 */
export const galleyColumns = ({ drafts, live, last, waiting }: Sources): GalleyColumn[] => {
  if (live) {
    const kept = keptDrafts(drafts, live)
    return live.slots.map((slot) => {
      const draft = kept.has(slot.index) && drafts.find((one) => one.variantIndex === slot.index)
      return draft ? fromDraft(draft) : fromSlot(slot)
    })
  }
  if (waiting !== null) return Array.from({ length: waiting }, (_, index) => column(index))
  const failed = new Map(
    (last?.slots ?? []).filter(({ state }) => state === 'failed').map((slot) => [slot.index, slot])
  )
  const highest = Math.max(-1, ...drafts.map(({ variantIndex }) => variantIndex), ...failed.keys())
  return Array.from({ length: highest + 1 }, (_, index) => {
    const draft = drafts.find(({ variantIndex }) => variantIndex === index)
    if (draft) return fromDraft(draft)
    const slot = failed.get(index)
    return slot ? fromSlot(slot) : column(index, 'failed')
  })
}

/** The drafts that stay while another of their set is written again: done, and as they were. */
export const keptDrafts = (
  drafts: readonly Draft[],
  live: WritingSnapshot | null
): ReadonlySet<number> =>
  new Set(
    (live?.slots ?? [])
      .filter(
        ({ index, state, text }) =>
          state === 'done' &&
          drafts.some((draft) => draft.variantIndex === index && draft.text === text)
      )
      .map(({ index }) => index)
  )

const fromSlot = ({
  index,
  state,
  text,
  error
}: WritingSnapshot['slots'][number]): GalleyColumn => ({
  index,
  state: stateOf(state, text),
  text,
  words: wordCount(text),
  error,
  draft: null
})

const fromDraft = (draft: Draft): GalleyColumn => ({
  index: draft.variantIndex,
  state: 'ready',
  text: draft.text,
  words: draft.words,
  error: null,
  draft
})

const column = (index: number, state: 'waiting' | 'failed' = 'waiting'): GalleyColumn => ({
  index,
  state,
  text: '',
  words: 0,
  error: null,
  draft: null
})

/** Until its first whole word a draft shows as waiting: there is nothing to read yet. */
const stateOf = (state: WritingSnapshot['slots'][number]['state'], text: string) => {
  if (state === 'done') return 'ready'
  return state === 'writing' && text.trim() === '' ? 'waiting' : state
}
