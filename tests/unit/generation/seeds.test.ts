import { expect, test } from 'vitest'
import { draftSeed, MAX_SEED } from '../../../src-main/generation/seeds'

test('the first draft has the seed of the request', () => {
  expect(draftSeed({ seed: 42, index: 0 })).toBe(42)
})

test('the drafts of a request, and their further attempts, never share a seed', () => {
  for (let seed = 0; seed < 300; seed += 1) {
    const seeds = [0, 1, 2, 3].flatMap((index) =>
      [0, 1, 2, 3].map((attempt) => draftSeed({ seed, index, attempt }))
    )
    expect(new Set(seeds).size).toBe(16)
  }
})

test('a seed is always a whole number that the engines take as it is', () => {
  for (const seed of [0, -5, 0.7, 2 ** 31, 2 ** 32 - 1, 1e300, NaN, Infinity]) {
    for (const index of [0, 1, 2]) {
      const derived = draftSeed({ seed, index })
      expect(Number.isInteger(derived)).toBe(true)
      expect(derived).toBeGreaterThanOrEqual(0)
      expect(derived).toBeLessThan(MAX_SEED)
    }
  }
})

test('the same request always has the same seeds', () => {
  expect([1, 2].map((index) => draftSeed({ seed: 7, index }))).toEqual([588686121, 1937383562])
})
