import { z } from 'zod'
import { keep, keptValue, useKept } from '../../../ui/kept'

/** How a list of topics was left. */
const ListState = z.object({
  status: z.enum(['all', 'noDrafts', 'toRank', 'ranked']),
  kind: z.string().nullable(),
  search: z.string(),
  by: z.enum(['changed', 'title', 'persona', 'kind', 'status']),
  descending: z.boolean()
})
export type ListState = z.infer<typeof ListState>
export type SortBy = ListState['by']

const asItCame: ListState = {
  status: 'all',
  kind: null,
  search: '',
  by: 'changed',
  descending: true
}

/** How the list was left: survives going elsewhere and a restart. */
export const useListState = (key: string): ListState => {
  const [stored] = useKept<unknown>(nameOf(key), asItCame)
  return ListState.safeParse(stored).data ?? asItCame
}

/** Filters or sorts the list anew, from its top. */
export const changeList = (key: string, change: Partial<ListState>): void => {
  const now = ListState.safeParse(keptValue(nameOf(key))).data ?? asItCame
  keep(nameOf(key), { ...now, ...change })
  keep(scrollOf(key), undefined)
}

const nameOf = (key: string) => `topics ${key}`

/** Where a list was left, in px. */
export const keptScroll = (key: string): number =>
  z
    .number()
    .nonnegative()
    .safeParse(keptValue(scrollOf(key))).data ?? 0

let waiting: ReturnType<typeof setTimeout> | undefined

/** Written down when the scrolling rests. */
export const keepScroll = (key: string, scroll: number): void => {
  clearTimeout(waiting)
  waiting = setTimeout(() => keep(scrollOf(key), scroll), 250)
}

const scrollOf = (key: string) => `topics ${key} scroll`

/** The row that the keys were on, so that coming back from a topic goes on from there. */
export const keptActive = (key: string): number | null =>
  z
    .int()
    .nonnegative()
    .safeParse(keptValue(activeOf(key))).data ?? null

export const keepActive = (key: string, active: number | null): void =>
  keep(activeOf(key), active ?? undefined)

const activeOf = (key: string) => `topics ${key} row`
