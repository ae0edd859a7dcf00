import { expect, test } from 'vitest'
import { rateOf } from '../../../src-main/rankings/wilson'

test.each([
  // Newcombe, Statistics in Medicine 17 (1998), table I, method 3: the score interval.
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718]
])('%i of %i lies between %d and %d', (hits, of, low, high) => {
  const rate = rateOf({ hits, of })
  expect(rate?.low).toBeCloseTo(low, 4)
  expect(rate?.high).toBeCloseTo(high, 4)
})

test('always and never stay within 0 and 1; of nothing there is no rate', () => {
  expect(rateOf({ hits: 3, of: 3 })).toMatchObject({ share: 1, high: 1 })
  expect(rateOf({ hits: 0, of: 3 })).toMatchObject({ share: 0, low: 0 })
  expect(rateOf({ hits: 0, of: 0 })).toBeNull()
})
