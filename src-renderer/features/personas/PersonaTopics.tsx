import { Plus, Sparkle } from 'lucide-react'
import type { Persona } from '@contract/personas'
import { Button } from '../../ui/Button'
import { EmptyState } from '../../ui/EmptyState'
import { TopicFilters } from './list/TopicFilters'
import { TopicTable } from './list/TopicTable'
import type { TopicList } from './list/useTopicList'
import { PersonaTags } from './PersonaTags'
import { WriteDrafts } from './list/WriteDrafts'

type PersonaTopicsProps = {
  persona: Persona
  list: TopicList
  onAdd: () => void
  onSuggest: () => void
}

/** The persona's name and tags, and its topics: filtered, added to, and sent to the writer. */
export const PersonaTopics = ({ persona, list, onAdd, onSuggest }: PersonaTopicsProps) => {
  const { counts } = persona
  const idle = counts.toRank === 0 && counts.withoutDrafts === 0
  return (
    <div className="list-page">
      <h2 className="display compact">{persona.name}</h2>
      <PersonaTags persona={persona} />
      {counts.topics === 0 ? (
        <NoTopics onAdd={onAdd} onSuggest={onSuggest} />
      ) : (
        <>
          <div className="head mid mt-7 flex-wrap gap-y-2">
            <TopicFilters list={list} />
            <div className="row">
              <Button
                icon={<Plus />}
                command="app.new"
                look={idle ? 'primary' : 'default'}
                onClick={onAdd}
              >
                Add topics
              </Button>
              {counts.withoutDrafts > 0 && (
                <WriteDrafts
                  personaId={persona.id}
                  topics={counts.withoutDrafts}
                  primary={counts.toRank === 0}
                />
              )}
            </div>
          </div>
          <TopicTable list={list} />
        </>
      )}
    </div>
  )
}

type NoTopicsProps = { onAdd: () => void; onSuggest: () => void }

const NoTopics = ({ onAdd, onSuggest }: NoTopicsProps) => (
  <div className="mt-10">
    <EmptyState
      title="No topics yet"
      actions={
        <>
          <Button look="primary" icon={<Plus />} command="app.new" onClick={onAdd}>
            Add topics
          </Button>
          <Button icon={<Sparkle />} onClick={onSuggest}>
            Suggest topics
          </Button>
        </>
      }
    >
      A topic is a line: a title, a question, a highlight. Paste as many as you like.
    </EmptyState>
  </div>
)
