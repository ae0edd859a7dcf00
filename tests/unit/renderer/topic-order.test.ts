import { describe, expect, it } from 'vitest'
import { markOf, sayOrder, sayPairs } from '../../../src-renderer/features/topics/order'

const order = (...groups: string[][]) => ({ groups, accepted: null })
const name = (id: string) => id.toUpperCase()

describe('a ranking as a finding', () => {
  it('names the best first', () => {
    expect(sayOrder(order(['b'], ['a'], ['c']), name)).toBe('B is best, then A, then C.')
  })

  it('says that two are alike', () => {
    expect(sayOrder(order(['a'], ['b', 'c']), name)).toBe('A is best, then B and C.')
    expect(sayOrder(order(['a', 'b', 'c']), name)).toBe('A, B and C are equal.')
    expect(sayOrder(order(['a', 'b'], ['c']), name)).toBe('A and B are best, then C.')
  })

  it('compares two', () => {
    expect(sayOrder(order(['b'], ['a']), name)).toBe('B is better, then A.')
  })

  it('keeps a verdict a verdict', () => {
    const verdict = { groups: [['a', 'c'], ['b']], accepted: ['a', 'c'] }
    expect(sayOrder(verdict, name)).toBe('You accepted A and C and rejected B.')
    expect(sayOrder({ groups: [['a', 'b']], accepted: [] }, name)).toBe('Both drafts are rejected.')
    expect(sayOrder({ groups: [['a', 'b', 'c']], accepted: ['a', 'b', 'c'] }, name)).toBe(
      'All three drafts are accepted.'
    )
  })

  it('counts its pairs', () => {
    expect(sayPairs(0)).toBe('It teaches no pair.')
    expect(sayPairs(1)).toBe('It made one pair.')
    expect(sayPairs(3)).toBe('It made three pairs.')
  })
})

describe('the mark of a draft', () => {
  it('is its place and a word', () => {
    const three = order(['b'], ['a'], ['c'])
    expect(markOf(three, 'b')).toEqual({ rank: 'best', place: 1, word: 'Best' })
    expect(markOf(three, 'a')).toEqual({ rank: 'middle', place: 2, word: 'Middle' })
    expect(markOf(three, 'c')).toEqual({ rank: 'worst', place: 3, word: 'Worst' })
  })

  it('is shared by those that are tied', () => {
    const tied = order(['a'], ['b', 'c'], ['d'])
    expect(markOf(tied, 'b')).toEqual({ rank: 'middle', place: 2, word: 'Tied' })
    expect(markOf(tied, 'c')).toEqual(markOf(tied, 'b'))
    expect(markOf(tied, 'd')).toMatchObject({ rank: 'worst', place: 4 })
  })

  it('is none where all are equal, and for a draft that was not ranked', () => {
    expect(markOf(order(['a', 'b', 'c']), 'a')).toBeNull()
    expect(markOf(order(['a'], ['b']), 'z')).toBeNull()
  })

  it('says what a verdict said', () => {
    const verdict = { groups: [['a'], ['b', 'c']], accepted: ['a'] }
    expect(markOf(verdict, 'a')?.word).toBe('Accepted')
    expect(markOf(verdict, 'c')?.word).toBe('Rejected')
  })
})
