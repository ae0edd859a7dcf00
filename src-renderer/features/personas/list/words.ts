import type { WritingSnapshot } from '@contract/drafts'
import type { Topic } from '@contract/topics'
import type { StatusKind } from '../../../ui/Status'
import { count, whenDay } from '../../../ui/words'

/** The draft that is being written, of how many. */
export const sayWriting = (snapshot: WritingSnapshot | null): string => {
  if (!snapshot || snapshot.slots.length === 0) return 'Writing'
  const { slots } = snapshot
  const over = slots.filter(({ state }) => state === 'done' || state === 'failed').length
  return `Writing ${Math.min(over + 1, slots.length)} of ${slots.length}`
}

type Said = { kind: StatusKind; words: string }

/** The words of a topic's status. */
export const sayStatus = ({
  status,
  statusReason,
  drafts
}: Pick<Topic, 'status' | 'statusReason' | 'drafts'>): Said => {
  switch (status) {
    case 'toRank':
      return { kind: 'you', words: `${count(drafts, 'draft')} to rank` }
    case 'writing':
      return { kind: 'writing', words: 'Writing' }
    case 'waiting':
      return { kind: 'waiting', words: 'Waiting to write' }
    case 'ranked':
      return { kind: 'done', words: 'Ranked' }
    case 'stopped':
      return { kind: 'stop', words: sayStopped(statusReason) }
    case 'noDrafts':
      return { kind: 'none', words: 'No drafts' }
  }
}

/** The reason beside the word where it is short; else in the tooltip and on the topic. */
const sayStopped = (reason: string | null) =>
  reason !== null && reason.length <= 20 ? `Stopped, ${reason}` : 'Stopped'

/** `today`, `yesterday`, `Monday`, `4 March`: in the middle of a row, days are no headings. */
export const sayChanged = (at: number, now = Date.now()): string => {
  const day = whenDay(at, now)
  return /^(Today|Yesterday)$/.test(day) ? day.toLowerCase() : day
}

type Deleted = { topics: number; drafts: number; rankings: number }

/** `3 topics deleted, with 9 drafts and 2 rankings`. */
export const sayDeleted = ({ topics, drafts, rankings }: Deleted): string => {
  const with_ = [
    drafts > 0 && count(drafts, 'draft'),
    rankings > 0 && count(rankings, 'ranking')
  ].filter(Boolean)
  const deed = `${count(topics, 'topic')} deleted`
  return with_.length === 0 ? deed : `${deed}, with ${with_.join(' and ')}`
}
