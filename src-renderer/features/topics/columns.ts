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
 * failed slot of the last writing in its place.
 */
export const galleyColumns = ({ drafts, live, last, waiting }: Sources): GalleyColumn[] => {
  if (live) return live.slots.map(fromSlot)
  if (waiting !== null) return Array.from({ length: waiting }, (_, index) => empty(index))
  const ready = drafts.map(fromDraft)
  const failed = (last?.slots ?? [])
    .filter(({ index, state }) => state === 'failed' && !ready.some((one) => one.index === index))
    .map(fromSlot)
  return [...ready, ...failed].sort((a, b) => a.index - b.index)
}

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

const empty = (index: number): GalleyColumn => ({
  index,
  state: 'waiting',
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
