import { expect, test } from 'vitest'
import { presentationSeed, shuffled } from '../../../src-main/rankings/shuffle'

test('a seed gives one order, always', () => {
  expect(shuffled(['a', 'b', 'c'], 7)).toEqual(shuffled(['a', 'b', 'c'], 7))
  expect(presentationSeed('set')).toBe(presentationSeed('set'))
})

test('every order comes up about equally often', () => {
  const counts = new Map<string, number>()
  for (let set = 0; set < 6000; set += 1) {
    const order = shuffled(['a', 'b', 'c'], presentationSeed(String(set))).join('')
    counts.set(order, (counts.get(order) ?? 0) + 1)
  }
  expect(counts.size).toBe(6)
  // Six orders of 1,000 expected, standard deviation 29: five of them either way.
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150)
})
