import { useCall } from '../../../bridge'
import { LinkButton } from '../../../ui/Button'
import { EmptyState } from '../../../ui/EmptyState'
import { Page } from '../../../ui/Page'
import { figure } from '../../../ui/words'
import { PersonasTabs } from '../PersonasTabs'
import { SelectionBar } from './SelectionBar'
import { TopicFilters } from './TopicFilters'
import { TopicSearch } from './TopicSearch'
import { TopicTable } from './TopicTable'
import { useTopicList } from './useTopicList'
import { WriteDrafts } from './WriteDrafts'
import '../personas.css'

/** Every topic of every persona, in one list. */
export const AllTopicsPage = () => {
  const list = useTopicList(null)
  const personas = useCall('personas.list', {})
  const sum = (of: 'topics' | 'toRank' | 'withoutDrafts') =>
    personas.data?.reduce((total, { counts }) => total + counts[of], 0) ?? 0
  const toRank = sum('toRank')
  const withoutDrafts = sum('withoutDrafts')
  const empty = personas.data !== undefined && sum('topics') === 0
  return (
    <Page
      title="All topics"
      parent={{ title: 'Personas', href: '/personas' }}
      flush
      actions={
        <>
          {!empty && <TopicSearch list={list} />}
          {toRank > 0 && (
            <LinkButton href="/rank" look="primary" command="persona.rank">
              Rank {figure(toRank)}
            </LinkButton>
          )}
        </>
      }
      foot={list.selection.chosen.size > 0 && <SelectionBar list={list} />}
    >
      <div className="list-page whole">
        <PersonasTabs here="topics" />
        {empty ? (
          <div className="mt-8">
            <EmptyState
              title="No topics yet"
              actions={
                <LinkButton href="/personas" look="primary" command="app.new">
                  Choose a persona
                </LinkButton>
              }
            >
              A topic is a line: a title, a question, a highlight. It belongs to a persona, which
              says in whose voice it is written.
            </EmptyState>
          </div>
        ) : (
          <>
            <div className="head mid mt-5 flex-wrap gap-y-2">
              <TopicFilters list={list} />
              {withoutDrafts > 0 && (
                <WriteDrafts personaId={null} topics={withoutDrafts} primary={toRank === 0} />
              )}
            </div>
            <TopicTable list={list} />
          </>
        )}
      </div>
    </Page>
  )
}
