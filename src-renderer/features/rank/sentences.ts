import type { DraftOrigin } from '@contract/generation'
import { inWords, letter } from '../../ui/words'
import type { MarkRank } from '../../ui/Mark'
import { pairsOf, type Order } from './order'
import type { Scene } from './sitting'

/** What the foot bar says now; the live region reads it out. */
export const sentenceOf = (scene: Scene, order: Order): string => {
  switch (scene.phase) {
    case 'choosing':
    case 'unstored':
      return order.groups ? chosen(order) : question(scene.item.drafts.length, order)
    case 'storing':
      return chosen(order)
    case 'revealed':
      return pairsAdded(order.groups ?? [], { pairs: scene.ranking.pairs, edit: scene.edit?.place })
    case 'takingBack':
      return 'Taking the ranking back.'
    case 'loading':
    case 'unreadable':
    case 'finished':
      return ''
  }
}

const question = (count: number, { best, worst, question: asked }: Order): string => {
  if (asked === 'worst' && best !== null) return `${letter(best)} is best. Which is worst?`
  if (asked === 'second' && best !== null && worst !== null) {
    return `${letter(best)} is best, ${letter(worst)} is worst. Which is second?`
  }
  return count === 2 ? 'Which is better?' : 'Which is best?'
}

const chosen = ({ groups }: Order): string => {
  if (!groups || groups.length < 2) return 'A tie.'
  return `${chain(groups)}.`
}

type Made = { pairs: number; edit: number | undefined }

/** “Three pairs added: B over A, B over C, A over C.” Longer orders are named once, from best to worst. */
export const pairsAdded = (groups: readonly number[][], { pairs, edit }: Made): string => {
  if (pairs === 0) return 'A tie. No pairs added.'
  const added = capital(`${inWords(pairs, 'pair')} added: `)
  if (edit !== undefined) return `${added}your edit of ${letter(edit)}, then ${chain(groups)}.`
  if (pairs > 3) return `${added}${chain(groups)}.`
  const named = pairsOf(groups).map(([better, worse]) => `${letter(better)} over ${letter(worse)}`)
  return `${added}${named.join(', ')}.`
}

/** “C, then B and D, then A”. */
const chain = (groups: readonly number[][]): string =>
  groups.map((group) => listed(group.map(letter))).join(', then ')

const listed = (names: string[]): string => {
  const last = names.at(-1) ?? ''
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

export type PlaceMark = { rank: MarkRank; place: number; word: string }

/** The mark of the draft at this place, or null while it has none. */
export const markOf = (count: number, order: Order, place: number): PlaceMark | null => {
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

/** What the number key would do to this draft: “Best”, “Worst”, “Second”. */
export const choiceLabel = (count: number, { question: asked }: Order): string => {
  if (count === 2) return 'Better'
  if (asked === 'second') return 'Second'
  return asked === 'worst' ? 'Worst' : 'Best'
}

/** “temperature 0.8”, or who wrote it when no model did. */
export const originDetail = (origin: DraftOrigin): string =>
  origin.sampling === null
    ? 'written by hand'
    : `temperature ${Number(origin.sampling.temperature.toFixed(2))}`
