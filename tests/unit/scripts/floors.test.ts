import { expect, it } from 'vitest'
import { compare } from '../../../scripts/bench/floors.mjs'

it('holds each figure to its own floor', () => {
  const figures = { exact: 2, short: 1.9, free: 0.1 }
  expect(compare({ figures, floors: { exact: 2, short: 2 } })).toEqual({
    exact: { value: 2, floor: 2, ok: true },
    short: { value: 1.9, floor: 2, ok: false },
    free: { value: 0.1, floor: null, ok: true }
  })
})

it('takes a figure that was not measured for missed', () => {
  expect(compare({ figures: {}, floors: { speedup: 1 } })).toEqual({
    speedup: { value: null, floor: 1, ok: false }
  })
})

it('takes a figure that is no number for missed', () => {
  expect(compare({ figures: { speedup: NaN }, floors: { speedup: 1 } }).speedup?.ok).toBe(false)
})
