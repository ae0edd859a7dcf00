import { capital, inWords, letter } from '../../ui/words'
import { pairsOf } from './order'
import type { Order } from './moves'
import { repeated } from './repeats'
import type { Scene } from './scene'

type Said = {
  /** How the key that rejects all is printed. */
  rejectKey: string
}

/** What the foot bar says now; the live region reads it out. */
export const sentenceOf = (scene: Scene, order: Order, { rejectKey }: Said): string => {
  switch (scene.phase) {
    case 'choosing':
    case 'unstored': {
      const count = scene.item.drafts.length
      return order.groups ? chosen(count, order) : question(count, order, rejectKey)
    }
    case 'storing':
      return chosen(scene.item.drafts.length, order)
    case 'revealed':
      if (scene.repeat) return repeated(scene.repeat)
      return pairsAdded(order, {
        count: scene.item.drafts.length,
        pairs: scene.ranking.pairs,
        edit: scene.edit?.place
      })
    case 'takingBack':
      return 'Taking the ranking back.'
    case 'loading':
    case 'unreadable':
    case 'finished':
      return ''
  }
}

const question = (count: number, order: Order, rejectKey: string): string => {
  const { best, worst, accepted, question: asked } = order
  if (asked === 'accepted') {
    if (accepted?.length) return `${areAccepted(accepted)} so far.`
    return `Which do you accept? ${rejectKey} rejects ${allOf(count)}.`
  }
  if (asked === 'worst' && best !== null) return `${letter(best)} is best. Which is worst?`
  if (asked === 'second' && best !== null && worst !== null) {
    return `${letter(best)} is best, ${letter(worst)} is worst. Which is second?`
  }
  return firstQuestion(count, 'order')
}

/** What is asked when the drafts come on the screen. */
export const firstQuestion = (count: number, way: 'order' | 'verdict'): string => {
  if (way === 'verdict') return 'Which do you accept?'
  return count === 2 ? 'Which is better?' : 'Which is best?'
}

const chosen = (count: number, order: Order): string => {
  if (order.accepted) return `${verdict(count, order.accepted)}.`
  if (!order.groups || order.groups.length < 2) return 'A tie.'
  return `${chain(order.groups)}.`
}

type Made = { count: number; pairs: number; edit: number | undefined }

/** “Three pairs added: B over A, B over C, A over C.” Longer orders are named once, from best to worst. */
export const pairsAdded = (
  { groups, accepted }: Pick<Order, 'groups' | 'accepted'>,
  { count, pairs, edit }: Made
): string => {
  const all = groups ?? []
  if (accepted) {
    const edited = edit === undefined ? '' : ` Your edit of ${letter(edit)} stands above them.`
    return `${verdict(count, accepted)}.${edited} ${added(pairs)}.`
  }
  if (pairs === 0) return 'A tie. No pairs added.'
  const names = `${added(pairs)}: `
  if (edit !== undefined) return `${names}your edit of ${letter(edit)}, then ${chain(all)}.`
  if (pairs > 3) return `${names}${chain(all)}.`
  const named = pairsOf(all).map(([better, worse]) => `${letter(better)} over ${letter(worse)}`)
  return `${names}${named.join(', ')}.`
}

const added = (pairs: number): string =>
  pairs === 0 ? 'No pairs added' : `${capital(inWords(pairs, 'pair'))} added`

/** “A and C are accepted, B is rejected”. */
const verdict = (count: number, accepted: readonly number[]): string => {
  if (accepted.length === 0) return `${capital(allOf(count))} are rejected`
  if (accepted.length === count) return `${capital(allOf(count))} are accepted`
  const rejected = Array.from({ length: count }, (_, place) => place).filter(
    (place) => !accepted.includes(place)
  )
  return `${areAccepted(accepted)}, ${listed(rejected.map(letter))} ${areOrIs(rejected)} rejected`
}

const areAccepted = (accepted: readonly number[]): string =>
  `${listed(accepted.map(letter))} ${areOrIs(accepted)} accepted`

const areOrIs = (those: readonly unknown[]): string => (those.length === 1 ? 'is' : 'are')

const allOf = (count: number): string =>
  count === 2 ? 'both' : `all ${inWords(count, '', '').trim()}`

/** “C, then B and D, then A”. */
const chain = (groups: readonly (readonly number[])[]): string =>
  groups.map((group) => listed(group.map(letter))).join(', then ')

const listed = (names: string[]): string => {
  const last = names.at(-1) ?? ''
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`
}
