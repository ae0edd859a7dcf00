import { expect, test } from 'vitest'
import { orderedPairs } from '../../../src-main/rankings/pairs'

test('three drafts in order make three pairs', () => {
  expect(orderedPairs([['a'], ['b'], ['c']])).toEqual([
    { better: 'a', worse: 'b' },
    { better: 'a', worse: 'c' },
    { better: 'b', worse: 'c' }
  ])
})

test('tied drafts make no pair with each other', () => {
  expect(orderedPairs([['a'], ['b', 'c']])).toHaveLength(2)
  expect(orderedPairs([['a', 'b', 'c']])).toEqual([])
})

test('four drafts with the middle left open make five pairs of six', () => {
  expect(orderedPairs([['a'], ['b', 'c'], ['d']])).toHaveLength(5)
  expect(orderedPairs([['a'], ['b'], ['c'], ['d']])).toHaveLength(6)
})
