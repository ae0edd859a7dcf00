import { Link } from 'wouter'
import type { Topic } from '@contract/topics'
import { useCall } from '../../bridge'
import { count } from '../../ui/words'
import { SamplingFields } from './SamplingFields'
import { SeedField } from './SeedField'
import { TopicCost } from './TopicCost'
import type { TopicState } from './useTopic'
import type { Writing } from './useWriting'
import { WriterChooser } from './WriterChooser'

type TopicPaneProps = { topic: Topic; state: TopicState; writing: Writing }

/** Who writes the next drafts and how freely; what these cost; where the earlier ones are. */
export const TopicPane = ({ topic, state, writing }: TopicPaneProps) => {
  const history = useCall('drafts.history', { topicId: topic.id })
  const { settings, defaults, setSettings } = writing
  const earlier = history.data?.length ?? 0
  return (
    <>
      {settings && defaults && (
        <>
          <WriterChooser topic={topic} writing={writing} settings={settings} />
          <SamplingFields settings={settings} defaults={defaults} onChange={setSettings} />
          <SeedField settings={settings} onChange={setSettings} />
          <TopicCost topic={topic} state={state} settings={settings} />
        </>
      )}
      <p className="small faint">
        {earlier === 0 ? (
          'Earlier drafts of this topic stay in its history.'
        ) : (
          <>
            Earlier drafts stay in its history.{' '}
            <Link href={`/topics/${topic.id}/history`}>Show {count(earlier, 'earlier set')}</Link>
          </>
        )}
      </p>
    </>
  )
}
