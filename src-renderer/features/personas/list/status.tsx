import { useQuery } from '@tanstack/react-query'
import type { WritingSnapshot } from '@contract/drafts'
import type { Topic } from '@contract/topics'
import { call, callKey } from '../../../bridge'
import { Status, type StatusKind } from '../../../ui/Status'
import { count } from '../../../ui/words'

/** How far a topic is, in an icon and words. */
export const TopicStatus = ({ topic }: { topic: Topic }) => {
  if (topic.status === 'writing') return <Writing topicId={topic.id} />
  const { kind, words } = sayStatus(topic)
  return (
    <span title={topic.statusReason ?? undefined}>
      <Status kind={kind}>{words}</Status>
    </span>
  )
}

/** `Writing 2 of 3`: follows the writing itself, which says more than the list does. */
const Writing = ({ topicId }: { topicId: string }) => {
  const { data } = useQuery({
    queryKey: callKey('drafts.writing', { topicId }),
    queryFn: () => call('drafts.writing', { topicId }),
    select: sayWriting
  })
  return <Status kind="writing">{data ?? 'Writing'}</Status>
}

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
