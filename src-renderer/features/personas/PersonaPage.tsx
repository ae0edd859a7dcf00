import { useEffect, useState } from 'react'
import { useLocation } from 'wouter'
import type { Persona } from '@contract/personas'
import { useCall } from '../../bridge'
import { LinkButton } from '../../ui/Button'
import { ErrorNote } from '../../ui/ErrorNote'
import { Page, Split } from '../../ui/Page'
import { figure } from '../../ui/words'
import { AddTopicsDialog } from './AddTopicsDialog'
import { EditPersona } from './EditPersona'
import { PersonaMenu } from './PersonaMenu'
import { PersonaSide } from './PersonaSide'
import { PersonaTags } from './PersonaTags'
import { TopicsPart } from './TopicsPart'

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
  const [adding, setAdding] = useState(task === 'add')
  const here = `/personas/${persona.id}`
  // The task is in the address only to arrive with it.
  useEffect(() => {
    if (task === 'add') navigate(here, { replace: true })
  }, [task, here, navigate])
  const editing = task === 'edit'
  return (
    <Page
      title={persona.name}
      parent={{ title: 'Personas', href: '/personas' }}
      flush
      actions={
        !editing && (
          <>
            <PersonaMenu persona={persona} />
            {persona.counts.toRank > 0 && (
              <LinkButton href={`/rank/${persona.id}`} look="primary" keys="r">
                Rank {figure(persona.counts.toRank)}
              </LinkButton>
            )}
          </>
        )
      }
    >
      {editing ? (
        <EditPersona persona={persona} onDone={() => navigate(here, { replace: true })} />
      ) : (
        <Split side={<PersonaSide persona={persona} />} sideLabel="Voice and writer">
          <h2 className="display compact">{persona.name}</h2>
          <PersonaTags persona={persona} />
          <TopicsPart persona={persona} onAdd={() => setAdding(true)} />
        </Split>
      )}
      <AddTopicsDialog persona={persona} open={adding} onClose={() => setAdding(false)} />
    </Page>
  )
}
