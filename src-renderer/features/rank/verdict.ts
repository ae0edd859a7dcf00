import { places, type Move, type Order } from './moves'

/**
 * Accept or reject: each draft is accepted and let go by its own key, then all are stored at once.
 * What is accepted stands before what is rejected; drafts with the same verdict are tied. Nothing is
 * rejected by a slip: with none accepted only `rejectAll` stores.
 */
export const afterVerdict = (count: number, order: Order, move: Move): Order | null => {
  const accepted = order.accepted ?? []
  const all = places(count)
  if (move === 'rejectAll') return { ...order, accepted: [], question: null, groups: [all] }
  if (move === 'accept') {
    if (accepted.length === 0) return null
    const rejected = all.filter((place) => !accepted.includes(place))
    return {
      ...order,
      best: accepted.length === 1 ? (accepted[0] ?? null) : null,
      question: null,
      groups: rejected.length > 0 ? [accepted, rejected] : [accepted]
    }
  }
  if (typeof move === 'string' || !('toggle' in move) || !all.includes(move.toggle)) return null
  const without = accepted.filter((place) => place !== move.toggle)
  const next = without.length < accepted.length ? without : [...accepted, move.toggle]
  return { ...order, accepted: next.toSorted((a, b) => a - b) }
}
