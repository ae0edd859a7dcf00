import { useCall } from '../../bridge'
import { ErrorNote } from '../../ui/ErrorNote'
import { Page } from '../../ui/Page'
import { TopicScreen } from './TopicScreen'

/** What did it write? */
export const TopicPage = ({ id }: { id: string }) => {
  const topic = useCall('topics.get', { id })
  if (topic.data) return <TopicScreen topic={topic.data} />
  return (
    <Page title="Topic" parent={{ title: 'Personas', href: '/personas' }}>
      {topic.error && (
        <div className="max-w-form">
          <ErrorNote
            error={topic.error}
            onRetry={() => void topic.refetch()}
            elsewhere={{ label: 'Show the personas', href: '/personas' }}
          />
        </div>
      )}
    </Page>
  )
}
