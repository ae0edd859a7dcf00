import { orderedPairs } from './pairs'

export type Order = {
  groups: readonly (readonly string[])[]
  editDraftId: string | null
}

/**
 * How two rankings of the same drafts compare: the pairs that both put in an order, and how many of
 * them in the same one. Ties of either are left out, since a tie contradicts nothing, and so are
 * edits, which only one of them can hold. Chance alone would agree on half.
 */
export function compareOrders(first: Order, second: Order): { pairs: number; agreed: number } {
  const before = pairSet(first)
  const again = pairSet(second)
  const agreed = [...again].filter((pair) => before.has(pair)).length
  const opposed = [...again].filter((pair) => before.has(reversed(pair))).length
  return { pairs: agreed + opposed, agreed }
}

/** The order of the drafts that were shown. */
export function withoutEdit({ groups, editDraftId }: Order): string[][] {
  return groups
    .map((group) => group.filter((id) => id !== editDraftId))
    .filter((group) => group.length > 0)
}

const pairSet = (order: Order): Set<string> =>
  new Set(orderedPairs(withoutEdit(order)).map(({ better, worse }) => `${better} ${worse}`))

const reversed = (pair: string): string => pair.split(' ').toReversed().join(' ')
