import type { DraftOrigin } from '@contract/generation'
import type { MarkRank } from '../../ui/Mark'
import type { Order } from './moves'

export type PlaceMark = { rank: MarkRank; place: number; word: string }

/** The mark of the draft at this place, or null while it has none. */
export const markOf = (count: number, order: Order, place: number): PlaceMark | null => {
  if (order.accepted) return verdictMark(order, order.accepted.includes(place), place)
  if (order.groups === null) {
    if (place === order.best) return { rank: 'best', place: 1, word: 'Best' }
    return place === order.worst ? { rank: 'worst', place: count, word: 'Worst' } : null
  }
  const at = order.groups.findIndex((group) => group.includes(place))
  const group = order.groups[at]
  if (!group) return null
  const standing = 1 + order.groups.slice(0, at).flat().length
  const last = at === order.groups.length - 1
  if (group.length > 1) return { rank: 'middle', place: standing, word: last ? 'Tied' : 'Middle' }
  if (at === 0) return { rank: 'best', place: 1, word: count === 2 ? 'Better' : 'Best' }
  if (last) return { rank: 'worst', place: count, word: count === 2 ? 'Worse' : 'Worst' }
  if (count === 3) return { rank: 'middle', place: 2, word: 'Middle' }
  return { rank: 'second', place: standing, word: standing === 2 ? 'Second' : 'Third' }
}

/** What is not accepted is rejected, but not before the person said so. */
const verdictMark = (order: Order, accepted: boolean, place: number): PlaceMark | null => {
  if (accepted) return { rank: 'accepted', place, word: 'Accepted' }
  return order.groups ? { rank: 'rejected', place, word: 'Rejected' } : null
}

/** What the number key would do to this draft: “Best”, “Worst”, “Second”, “Accept”. */
export const choiceLabel = (count: number, { question: asked }: Order): string => {
  if (asked === 'accepted') return 'Accept'
  if (count === 2) return 'Better'
  if (asked === 'second') return 'Second'
  return asked === 'worst' ? 'Worst' : 'Best'
}

/** “temperature 0.8”, or who wrote it when no model did. */
export const originDetail = ({ engine, sampling }: DraftOrigin): string => {
  if (engine === 'sample') return 'written for the sample'
  if (sampling === null) return 'written by hand'
  return `temperature ${Number(sampling.temperature.toFixed(2))}`
}
