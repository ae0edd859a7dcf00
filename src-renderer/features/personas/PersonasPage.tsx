import { Plus } from 'lucide-react'
import { useState } from 'react'
import { Link, useLocation } from 'wouter'
import type { Persona } from '@contract/personas'
import { useCall } from '../../bridge'
import { LinkButton } from '../../ui/Button'
import { EmptyState } from '../../ui/EmptyState'
import { ErrorNote } from '../../ui/ErrorNote'
import { Page } from '../../ui/Page'
import { Status } from '../../ui/Status'
import { LongTable } from '../../ui/table/LongTable'
import { nothingChosen } from '../../ui/table/selection'
import type { Column } from '../../ui/Table'
import { count, figure } from '../../ui/words'
import { PersonasTabs } from './PersonasTabs'
import './personas.css'

/** All personas, with how far each is. */
export const PersonasPage = () => {
  const personas = useCall('personas.list', {})
  const none = personas.data?.length === 0
  return (
    <Page
      title="Personas"
      flush
      actions={
        <LinkButton
          href="/personas/new"
          icon={<Plus />}
          command="app.new"
          look={none ? 'primary' : 'default'}
        >
          New persona
        </LinkButton>
      }
    >
      <div className="list-page whole">
        {personas.error && (
          <ErrorNote error={personas.error} onRetry={() => void personas.refetch()} />
        )}
        {none && (
          <EmptyState
            title="No personas yet"
            actions={
              <LinkButton href="/personas/new" look="primary">
                New persona
              </LinkButton>
            }
          >
            A persona is the description of a voice. A model writes in it, and you say which draft
            sounds most like it.
          </EmptyState>
        )}
        {personas.data && !none && (
          <>
            <PersonasTabs here="personas" />
            <div className="h-4" />
            <PersonasTable personas={personas.data} />
          </>
        )}
      </div>
    </Page>
  )
}

const PersonasTable = ({ personas }: { personas: Persona[] }) => {
  const [, navigate] = useLocation()
  const [selection, setSelection] = useState(nothingChosen)
  return (
    <LongTable
      label="Personas"
      noun="persona"
      columns={columns}
      total={personas.length}
      rowAt={(index) => personas[index]}
      keyOf={({ id }) => id}
      selection={selection}
      onSelection={setSelection}
      onOpen={({ id }) => navigate(`/personas/${id}`)}
    />
  )
}

const columns: Column<Persona>[] = [
  {
    name: 'Persona',
    cell: ({ id, name }) => (
      <Link className="cell" href={`/personas/${id}`} title={name} tabIndex={-1}>
        {name}
      </Link>
    )
  },
  { name: 'State', width: 'w-46', cell: ({ counts }) => <State counts={counts} /> },
  { name: 'Topics', numeric: true, width: 'w-22', cell: ({ counts }) => figure(counts.topics) },
  {
    name: 'No drafts',
    numeric: true,
    minor: true,
    width: 'w-22',
    cell: ({ counts }) => figure(counts.withoutDrafts)
  },
  { name: 'Ranked', numeric: true, width: 'w-22', cell: ({ counts }) => figure(counts.ranked) },
  { name: 'Pairs', numeric: true, width: 'w-22', cell: ({ counts }) => figure(counts.pairs) }
]

const State = ({ counts }: Pick<Persona, 'counts'>) => {
  if (counts.topics === 0) return <Status kind="none">No topics</Status>
  if (counts.toRank > 0) return <Status kind="you">{count(counts.toRank, 'topic')} to rank</Status>
  if (counts.withoutDrafts > 0) {
    return <Status kind="none">{figure(counts.withoutDrafts)} without drafts</Status>
  }
  return <Status kind="done">All ranked</Status>
}
