import { useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import type { Persona } from '@contract/personas'
import { useCall } from '../../bridge'
import { LinkButton } from '../../ui/Button'
import { ErrorNote } from '../../ui/ErrorNote'
import { Page, Split } from '../../ui/Page'
import { figure } from '../../ui/words'
import { AddTopicsDialog } from './add/AddTopicsDialog'
import { SuggestDialog } from './add/SuggestDialog'
import { EditPersona } from './EditPersona'
import { SelectionBar } from './list/SelectionBar'
import { TopicSearch } from './list/TopicSearch'
import { useTopicList } from './list/useTopicList'
import { PersonaMenu } from './PersonaMenu'
import { PersonaSide } from './PersonaSide'
import { PersonaTopics } from './PersonaTopics'
import './personas.css'

type PersonaPageProps = {
  id: string
  /** `add` opens the dialog for topics, `edit` the form. */
  task: string | undefined
}

/** What should this voice sound like, and what is it to write about? */
export const PersonaPage = ({ id, task }: PersonaPageProps) => {
  const persona = useCall('personas.get', { id })
  if (persona.data) return <PersonaScreen persona={persona.data} task={task} />
  return (
    <Page title="Persona" parent={{ title: 'Personas', href: '/personas' }}>
      {persona.error && (
        <div className="max-w-form">
          <ErrorNote
            error={persona.error}
            onRetry={() => void persona.refetch()}
            elsewhere={{ label: 'Show the personas', href: '/personas' }}
          />
        </div>
      )}
    </Page>
  )
}

type ScreenProps = { persona: Persona; task: string | undefined }

const PersonaScreen = ({ persona, task }: ScreenProps) => {
  const [, navigate] = useLocation()
  const [dialog, setDialog] = useState<'add' | 'suggest' | null>(task === 'add' ? 'add' : null)
  const list = useTopicList(persona.id)
  const here = `/personas/${persona.id}`
  // The task is in the address only to arrive with it.
  useEffect(() => {
    if (task === 'add') navigate(here, { replace: true })
  }, [task, here, navigate])
  const editing = task === 'edit'
  const { counts } = persona
  return (
    <Page
      title={persona.name}
      parent={{ title: 'Personas', href: '/personas' }}
      flush
      actions={
        !editing && (
          <>
            {counts.topics > 0 && <TopicSearch list={list} />}
            <PersonaMenu persona={persona} onSuggest={() => setDialog('suggest')} />
            {counts.toRank > 0 && (
              <LinkButton href={`/rank/${persona.id}`} look="primary" command="persona.rank">
                Rank {figure(counts.toRank)}
              </LinkButton>
            )}
          </>
        )
      }
      foot={!editing && list.selection.chosen.size > 0 && <SelectionBar list={list} />}
    >
      {editing ? (
        <EditPersona persona={persona} onDone={() => navigate(here, { replace: true })} />
      ) : (
        <Split flushBody side={<PersonaSide persona={persona} />} sideLabel="Voice and writer">
          <PersonaTopics
            persona={persona}
            list={list}
            onAdd={() => setDialog('add')}
            onSuggest={() => setDialog('suggest')}
          />
        </Split>
      )}
      <AddTopicsDialog
        persona={persona}
        open={dialog === 'add'}
        onClose={() => setDialog(null)}
        onSuggest={() => setDialog('suggest')}
      />
      <SuggestDialog
        persona={persona}
        open={dialog === 'suggest'}
        onClose={() => setDialog(null)}
      />
    </Page>
  )
}
