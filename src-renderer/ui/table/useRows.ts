import { keepPreviousData, useQueries, useQuery, type QueryKey } from '@tanstack/react-query'
import { useState } from 'react'

/** Where the rows of a long list come from, a page at a time. */
export type RowSource<A extends { total: number }, R> = {
  keyOf: (offset: number) => QueryKey
  ask: (offset: number) => Promise<A>
  rowsOf: (answer: A) => readonly R[]
  /** How many rows a page holds. */
  size: number
}

export type Rows<A, R> = {
  /** The answer that holds the first rows; what else it says is about the whole list. */
  first: A | undefined
  total: number
  /** Undefined while its page is on the way. */
  rowAt: (index: number) => R | undefined
  /** Tells which rows are about to be seen. */
  onNeed: (from: number, to: number) => void
  /** The rows shown are still those of the list before. */
  stale: boolean
  error: unknown
  retry: () => void
}

/**
 * The rows of a list of any length: its first page, and the pages around what is seen. Pages stay in
 * memory for a while, so scrolling back asks for nothing, and a page that main calls stale is asked
 * for again while the old rows stay.
 */
export const useRows = <A extends { total: number }, R>({
  keyOf,
  ask,
  rowsOf,
  size
}: RowSource<A, R>): Rows<A, R> => {
  const [need, setNeed] = useState({ from: 0, to: 0 })
  const first = useQuery({
    queryKey: keyOf(0),
    queryFn: () => ask(0),
    placeholderData: keepPreviousData
  })
  const total = first.data?.total ?? 0
  const stale = first.isPlaceholderData
  const pages = stale ? [] : pagesAround(need, Math.ceil(total / size))
  const rest = useQueries({
    queries: pages.map((page) => ({
      queryKey: keyOf(page * size),
      queryFn: () => ask(page * size)
    }))
  })
  const answerOf = (page: number): A | undefined =>
    page === 0 ? first.data : rest[pages.indexOf(page)]?.data
  return {
    first: first.data,
    total,
    rowAt: (index) => {
      const answer = answerOf(Math.floor(index / size))
      return answer && rowsOf(answer)[index % size]
    },
    onNeed: (from, to) => {
      const next = { from: Math.floor(from / size), to: Math.floor(to / size) }
      if (next.from !== need.from || next.to !== need.to) setNeed(next)
    },
    stale,
    error: first.error ?? rest.find(({ error }) => error)?.error ?? null,
    retry: () => {
      void first.refetch()
      for (const page of rest) if (page.error) void page.refetch()
    }
  }
}

/** The pages in view and one on either side; the first is asked for on its own. */
const pagesAround = ({ from, to }: { from: number; to: number }, count: number): number[] => {
  const pages: number[] = []
  for (let page = Math.max(1, from - 1); page <= Math.min(count - 1, to + 1); page += 1) {
    pages.push(page)
  }
  return pages
}
