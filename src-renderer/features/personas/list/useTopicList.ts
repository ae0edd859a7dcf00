import { useMemo, useState } from 'react'
import type { CallInput, CallOutput } from '@contract/calls'
import type { Topic } from '@contract/topics'
import { call, callKey } from '../../../bridge'
import { nothingChosen, type Selection } from '../../../ui/table/selection'
import { useRows, type Rows } from '../../../ui/table/useRows'
import { changeList, keepActive, keptActive, useListState, type ListState } from './list-state'

type Page = CallOutput<'topics.list'>

export type TopicList = {
  key: string
  personaId: string | null
  state: ListState
  /** Filters or sorts anew: what is out of sight is not left chosen. */
  change: (change: Partial<ListState>) => void
  rows: Rows<Page, Topic>
  selection: Selection
  choose: (selection: Selection) => void
  /** All ids of the filter, in its order. */
  ids: () => Promise<readonly string[]>
}

/** The topics of one persona, or of all: the filter as it was left, the rows, and what is chosen. */
export const useTopicList = (personaId: string | null): TopicList => {
  const key = personaId ?? 'all'
  const state = useListState(key)
  const [selection, setSelection] = useState(() => ({ ...nothingChosen, active: keptActive(key) }))
  const choose = (next: Selection) => {
    setSelection(next)
    keepActive(key, next.active)
  }
  const { status, kind, search, by, descending } = state
  const filter = useMemo(
    () => ({ personaId, status, kind, search, sort: { by, descending } }),
    [personaId, status, kind, search, by, descending]
  )
  const rows = useRows<Page, Topic>({
    keyOf: (offset) => callKey('topics.list', pageOf(filter, offset)),
    ask: (offset) => call('topics.list', pageOf(filter, offset)),
    rowsOf: ({ topics }) => topics,
    size: PAGE
  })
  return {
    key,
    personaId,
    state,
    change: (change) => {
      const next = { ...state, ...change }
      if (JSON.stringify(next) === JSON.stringify(state)) return
      changeList(key, change)
      choose(nothingChosen)
    },
    rows,
    selection,
    choose,
    ids: async () => (await call('topics.ids', filter)).ids
  }
}

const PAGE = 200

type Filter = Omit<CallInput<'topics.list'>, 'offset' | 'limit'>

const pageOf = (filter: Filter, offset: number): CallInput<'topics.list'> => ({
  ...filter,
  offset,
  limit: PAGE
})
