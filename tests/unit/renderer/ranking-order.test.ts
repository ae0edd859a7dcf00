import { describe, expect, it } from 'vitest'
import type { Move } from '../../../src-renderer/features/rank/moves'
import { after, orderOf, pairsOf } from '../../../src-renderer/features/rank/order'

const pick = (place: number): Move => ({ pick: place })

describe('three drafts', () => {
  it('asks for the best, then for the worst; the one left is the middle', () => {
    expect(orderOf(3, []).question).toBe('best')
    expect(orderOf(3, [pick(1)])).toMatchObject({ best: 1, question: 'worst', groups: null })
    expect(orderOf(3, [pick(1), pick(2)])).toMatchObject({
      best: 1,
      worst: 2,
      question: null,
      groups: [[1], [0], [2]]
    })
  })

  it('makes every order with exactly two keys', () => {
    const orders = new Set<string>()
    for (const best of [0, 1, 2]) {
      for (const worst of [0, 1, 2]) {
        const { groups } = orderOf(3, [pick(best), pick(worst)])
        if (groups) orders.add(JSON.stringify(groups))
      }
    }
    expect(orders.size).toBe(6)
  })

  it('takes no draft twice', () => {
    expect(isAllowed(3, [pick(1)], pick(1))).toBe(false)
    expect(orderOf(3, [pick(1), pick(1)])).toEqual(orderOf(3, [pick(1)]))
  })

  it('knows no fourth draft', () => {
    expect(isAllowed(3, [], pick(3))).toBe(false)
  })

  it('is done after two keys: a third answers nothing', () => {
    expect(isAllowed(3, [pick(0), pick(1)], pick(2))).toBe(false)
    expect(isAllowed(3, [pick(0), pick(1)], 'tie')).toBe(false)
  })

  it('ties all before a choice: one group, no pairs', () => {
    const { groups } = orderOf(3, ['tie'])
    expect(groups).toEqual([[0, 1, 2]])
    expect(pairsOf(groups ?? [])).toEqual([])
  })

  it('ties the other two after the best: two pairs', () => {
    const { groups } = orderOf(3, [pick(2), 'tie'])
    expect(groups).toEqual([[2], [0, 1]])
    expect(pairsOf(groups ?? [])).toEqual([
      [2, 0],
      [2, 1]
    ])
  })

  it('cannot be left open', () => {
    expect(isAllowed(3, [pick(0)], 'leaveOpen')).toBe(false)
  })
})

describe('two drafts', () => {
  it('need one key', () => {
    expect(orderOf(2, [pick(1)]).groups).toEqual([[1], [0]])
    expect(orderOf(2, [pick(0)]).groups).toEqual([[0], [1]])
  })

  it('can be a tie', () => {
    expect(orderOf(2, ['tie']).groups).toEqual([[0, 1]])
  })
})

describe('four drafts', () => {
  it('ask for best, worst and second: six pairs', () => {
    expect(orderOf(4, [pick(2), pick(0)]).question).toBe('second')
    const { groups } = orderOf(4, [pick(2), pick(0), pick(3)])
    expect(groups).toEqual([[2], [3], [1], [0]])
    expect(pairsOf(groups ?? [])).toHaveLength(6)
  })

  it('may leave the second open: five pairs', () => {
    const { groups } = orderOf(4, [pick(2), pick(0), 'leaveOpen'])
    expect(groups).toEqual([[2], [1, 3], [0]])
    expect(pairsOf(groups ?? [])).toHaveLength(5)
  })

  it('tie the two left, or the three after the best', () => {
    expect(orderOf(4, [pick(2), pick(0), 'tie']).groups).toEqual([[2], [1, 3], [0]])
    expect(orderOf(4, [pick(2), 'tie']).groups).toEqual([[2], [0, 1, 3]])
  })
})

it('puts every draft in exactly one group, whatever the moves', () => {
  const moves: Move[] = [pick(0), pick(1), pick(2), pick(3), 'tie', 'leaveOpen']
  for (const count of [2, 3, 4]) {
    for (const a of moves) {
      for (const b of moves) {
        for (const c of moves) {
          const { groups, question } = orderOf(count, [a, b, c])
          expect(groups === null).toBe(question !== null)
          if (groups === null) continue
          expect(groups.flat().toSorted()).toEqual([0, 1, 2, 3].slice(0, count))
          expect(groups.every((group) => group.length > 0)).toBe(true)
        }
      }
    }
  }
})

describe('accepting and rejecting', () => {
  const toggle = (place: number): Move => ({ toggle: place })
  const verdictOf = (count: number, ...moves: Move[]) => orderOf(count, moves, 'verdict')

  it('puts what is accepted before what is rejected', () => {
    expect(verdictOf(3, toggle(2), toggle(0), 'accept')).toMatchObject({
      accepted: [0, 2],
      question: null,
      groups: [[0, 2], [1]]
    })
  })

  it('takes an acceptance back with the same key', () => {
    expect(verdictOf(3, toggle(1), toggle(2), toggle(1)).accepted).toEqual([2])
  })

  it('stores nothing while none is accepted', () => {
    expect(verdictOf(3, 'accept').groups).toBeNull()
    expect(verdictOf(3, toggle(1), toggle(1), 'accept').groups).toBeNull()
  })

  it('makes no pairs when all are accepted or all rejected', () => {
    expect(verdictOf(2, toggle(0), toggle(1), 'accept').groups).toEqual([[0, 1]])
    expect(verdictOf(3, toggle(1), 'rejectAll')).toMatchObject({
      accepted: [],
      groups: [[0, 1, 2]]
    })
  })

  it('knows a best draft only when one alone is accepted', () => {
    expect(verdictOf(3, toggle(1), 'accept').best).toBe(1)
    expect(verdictOf(3, toggle(1), toggle(0), 'accept').best).toBeNull()
  })

  it('answers no key of the other way, and the other way none of its keys', () => {
    expect(verdictOf(3, pick(0), 'tie', 'leaveOpen')).toEqual(verdictOf(3))
    expect(orderOf(3, [toggle(0), 'accept', 'rejectAll'])).toEqual(orderOf(3, []))
  })

  it('knows no fourth of three', () => {
    expect(verdictOf(3, toggle(3)).accepted).toEqual([])
  })
})

function isAllowed(count: number, moves: readonly Move[], move: Move): boolean {
  return after(count, orderOf(count, moves), move) !== null
}
