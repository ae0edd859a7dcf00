import { PenLine, Plus } from 'lucide-react'
import { useState } from 'react'
import type { Persona } from '@contract/personas'
import { useAct, useCall } from '../../bridge'
import { Button } from '../../ui/Button'
import { EmptyState } from '../../ui/EmptyState'
import { ErrorNote } from '../../ui/ErrorNote'
import { Segments } from '../../ui/Segments'
import { figure } from '../../ui/words'
import { TopicsTable } from './TopicsTable'

type Filter = 'all' | 'toRank' | 'ranked' | 'noDrafts'

/** The persona's topics: filtered, added to, and sent to the writer. */
export const TopicsPart = ({ persona, onAdd }: { persona: Persona; onAdd: () => void }) => {
  const { counts } = persona
  const [filter, setFilter] = useState<Filter>('all')
  const topics = useCall(
    'topics.list',
    { personaId: persona.id, status: filter },
    { keepPrevious: true }
  )
  if (counts.topics === 0) return <NoTopics onAdd={onAdd} />
  return (
    <section className="mt-7">
      <div className="head mid flex-wrap">
        <div className="row gap-3">
          <h3>Topics</h3>
          <Segments
            label="Show"
            value={filter}
            onChange={setFilter}
            segments={[
              { value: 'all', label: 'All', count: counts.topics },
              { value: 'toRank', label: 'To rank', count: counts.toRank },
              { value: 'ranked', label: 'Ranked', count: counts.ranked }
            ]}
          />
        </div>
        <div className="row">
          <Button
            icon={<Plus />}
            keys="mod+n"
            look={counts.toRank === 0 && counts.withoutDrafts === 0 ? 'primary' : 'default'}
            onClick={onAdd}
          >
            Add topics
          </Button>
          {counts.withoutDrafts > 0 && <WriteDrafts persona={persona} />}
        </div>
      </div>
      {topics.error && (
        <ErrorNote className="mt-4" error={topics.error} onRetry={() => void topics.refetch()} />
      )}
      {topics.data?.topics.length === 0 ? (
        <p className="muted mt-4">{nothing[filter]}</p>
      ) : (
        topics.data && <TopicsTable topics={topics.data.topics} />
      )}
    </section>
  )
}

const nothing: Record<Filter, string> = {
  all: 'No topics yet.',
  toRank: 'Nothing to rank. All drafts are ranked.',
  ranked: 'Nothing is ranked yet.',
  noDrafts: 'Every topic has drafts.'
}

const NoTopics = ({ onAdd }: { onAdd: () => void }) => (
  <div className="mt-10">
    <EmptyState
      title="No topics yet"
      actions={
        <Button look="primary" icon={<Plus />} keys="mod+n" onClick={onAdd}>
          Add topics
        </Button>
      }
    >
      A topic is a line: a title, a question, a highlight. Paste as many as you like.
    </EmptyState>
  </div>
)

/** Sends every topic without drafts to the writer. */
const WriteDrafts = ({ persona }: { persona: Persona }) => {
  const waiting = useCall('topics.ids', { personaId: persona.id, status: 'noDrafts' })
  const write = useAct('drafts.write')
  const topicIds = waiting.data?.ids ?? []
  const begin = () => write.mutate({ topicIds })
  return (
    <>
      <Button
        icon={<PenLine />}
        look={persona.counts.toRank === 0 ? 'primary' : 'default'}
        keys="w"
        off={topicIds.length === 0 && 'The topics are still being counted.'}
        working={write.isPending ? 'Starting' : null}
        onClick={begin}
      >
        Write drafts for {figure(persona.counts.withoutDrafts)}
      </Button>
      {write.error && <ErrorNote className="mt-3 w-full" error={write.error} onRetry={begin} />}
    </>
  )
}
