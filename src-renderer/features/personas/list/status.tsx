import { useQuery } from '@tanstack/react-query'
import type { Topic } from '@contract/topics'
import { call, callKey } from '../../../bridge'
import { Status } from '../../../ui/Status'
import { sayStatus, sayWriting } from './words'

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
