import { places, type Move, type Order, type Way } from './moves'
import { afterVerdict } from './verdict'

/**
 * Best, then worst; with three drafts the one left is the middle. Two drafts need one key. Four ask
 * for the second as well, which may be left open. The order follows from the moves alone, so taking
 * a move back is leaving it out.
 */
export const orderOf = (count: number, moves: readonly Move[], way: Way = 'order'): Order =>
  moves.reduce<Order>((order, move) => after(count, order, move) ?? order, {
    best: null,
    worst: null,
    accepted: way === 'verdict' ? [] : null,
    question: way === 'verdict' ? 'accepted' : 'best',
    groups: null
  })

/** How many ordered pairs the groups make: each draft over every draft of a later group. */
export const pairsOf = (groups: readonly (readonly number[])[]): [number, number][] =>
  groups.flatMap((group, index) =>
    group.flatMap((better) =>
      groups
        .slice(index + 1)
        .flat()
        .map((worse): [number, number] => [better, worse])
    )
  )

/**
 * The order after one more move; null for a key that answers nothing now, such as the letter of the
 * best when the worst is asked.
 */
export const after = (count: number, order: Order, move: Move): Order | null => {
  if (order.question === null) return null
  if (order.question === 'accepted') return afterVerdict(count, order, move)
  const { best, worst } = order
  const open = places(count).filter((place) => place !== best && place !== worst)
  if (move === 'tie') return done(order, [best, open, worst])
  if (move === 'leaveOpen') {
    return order.question === 'second' ? done(order, [best, open, worst]) : null
  }
  if (typeof move === 'string' || !('pick' in move) || !open.includes(move.pick)) return null
  const rest = open.filter((place) => place !== move.pick)
  if (order.question === 'best') {
    const chosen = { ...order, best: move.pick }
    return count === 2 ? done(chosen, [move.pick, rest, null]) : { ...chosen, question: 'worst' }
  }
  if (order.question === 'worst') {
    const chosen = { ...order, worst: move.pick }
    return count === 3 ? done(chosen, [best, rest, move.pick]) : { ...chosen, question: 'second' }
  }
  return { ...order, question: null, groups: [...one(best), [move.pick], rest, ...one(worst)] }
}

type Parts = [best: number | null, between: number[], worst: number | null]

const done = (order: Order, [best, between, worst]: Parts): Order => ({
  ...order,
  question: null,
  groups: [...one(best), between, ...one(worst)]
})

const one = (place: number | null): number[][] => (place === null ? [] : [[place]])
