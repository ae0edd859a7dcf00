import { useMemo, useState } from 'react'
import { useLocation } from 'wouter'
import type { Topic } from '@contract/topics'
import { Button } from '../../../ui/Button'
import { ErrorNote } from '../../../ui/ErrorNote'
import { LongTable } from '../../../ui/table/LongTable'
import { topicColumns } from './columns'
import { keepScroll, keptScroll, type ListState, type SortBy } from './list-state'
import { ActiveActs } from './ActiveActs'
import { TopicPreview } from './TopicPreview'
import type { TopicList } from './useTopicList'

/** The rows of a list of topics. Return opens one, Space looks at it. */
export const TopicTable = ({ list }: { list: TopicList }) => {
  const { key, personaId, state, rows, selection, choose, change } = list
  const [, navigate] = useLocation()
  const [looking, setLooking] = useState(false)
  const columns = useMemo(() => topicColumns(key, personaId), [key, personaId])
  const open = ({ id }: Topic) => navigate(`/topics/${id}`)
  if (rows.error !== null)
    return <ErrorNote className="mt-4" error={rows.error} onRetry={rows.retry} />
  if (!rows.first) return null
  if (rows.total === 0) return <NothingHere list={list} />
  return (
    <>
      <LongTable
        label="Topics"
        noun="topic"
        columns={columns}
        total={rows.total}
        rowAt={rows.rowAt}
        keyOf={idOf}
        onNeed={rows.onNeed}
        sort={{ by: state.by, descending: state.descending }}
        onSort={(by) => change(sortedBy(state, by))}
        selection={selection}
        onSelection={choose}
        choosing={{ nameOf: titleOf, ids: list.ids }}
        onOpen={open}
        onPreview={() => setLooking(true)}
        origin={[state.status, state.kind, state.search, state.by, state.descending].join(' ')}
        scroll={{
          start: keptScroll(key),
          onScroll: (scroll) => keepScroll(key, scroll)
        }}
      />
      <ActiveActs list={list} />
      <TopicPreview list={list} open={looking} onClose={() => setLooking(false)} onOpen={open} />
    </>
  )
}

const idOf = ({ id }: Topic) => id
const titleOf = ({ title }: Topic) => title

const sorts: Record<string, { by: SortBy; descending: boolean }> = {
  title: { by: 'title', descending: false },
  persona: { by: 'persona', descending: false },
  kind: { by: 'kind', descending: false },
  status: { by: 'status', descending: false },
  changed: { by: 'changed', descending: true }
}

/** The column's own direction first, the other when it is pressed again. */
const sortedBy = (state: ListState, by: string): Partial<ListState> =>
  state.by === by ? { descending: !state.descending } : (sorts[by] ?? {})

const NothingHere = ({ list }: { list: TopicList }) => {
  const { search, status, kind } = list.state
  const narrowed = search !== '' || kind !== null
  return (
    <div className="mt-4">
      <p className="muted">{narrowed ? nothingFound(search, kind) : nothing[status]}</p>
      {(narrowed || status !== 'all') && (
        <Button
          className="mt-3"
          onClick={() => list.change({ search: '', kind: null, status: 'all' })}
        >
          Show all topics
        </Button>
      )}
    </div>
  )
}

const nothingFound = (search: string, kind: string | null) =>
  `No topic ${kind === null ? '' : `of the kind “${kind}” `}${search === '' ? 'is in this state.' : `holds “${search}”.`}`

const nothing: Record<ListState['status'], string> = {
  all: 'No topics yet.',
  toRank: 'Nothing to rank. All drafts are ranked.',
  ranked: 'Nothing is ranked yet.',
  noDrafts: 'Every topic has drafts.'
}
