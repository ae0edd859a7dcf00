import { describe, expect, it } from 'vitest'
import type { Point } from '../../../src-renderer/ui/chart-data'
import {
  accuracyInWords,
  lossInWords,
  lowest,
  marginInWords
} from '../../../src-renderer/ui/chart-words'

const line = (count: number, y: (x: number) => number, every = 1): Point[] =>
  Array.from({ length: count }, (_, index): Point => [index * every, y(index * every)])

const falling = line(200, (x) => 0.7 - x * 0.002)
const settled = line(200, (x) => (x < 60 ? 0.7 - x * 0.006 : 0.34))

describe('the losses in words', () => {
  it('wait for figures', () => {
    expect(lossInWords({ train: [], heldOut: [] })).toBe('there are no figures yet.')
    expect(lossInWords({ train: [[1, 0.695]], heldOut: [] })).toBe(
      'it has only begun; the first loss was 0.695.'
    )
  })

  it('make no trend of a handful of steps, and no measure of nothing', () => {
    const few: Point[] = [
      [1, 0.693],
      [4, 0.661]
    ]
    expect(lossInWords({ train: few, heldOut: [] })).toBe(
      'too few steps for a trend: train loss went from 0.693 to 0.661.'
    )
    expect(lossInWords({ train: falling, heldOut: [], measured: false })).toBe(
      'train loss fell steadily. Nothing is held out to measure it on.'
    )
  })

  it('say that both fell and that eval is at its best', () => {
    const heldOut = line(10, (x) => 0.7 - x * 0.0015, 20)
    expect(lossInWords({ train: falling, heldOut })).toBe(
      'both losses fell steadily. Eval is at its best now, 0.430 at step 180.'
    )
  })

  it('name the turning point and what it suggests', () => {
    const heldOut = line(11, (x) => (x <= 180 ? 0.7 - x * 0.0018 : 0.384), 20)
    expect(lossInWords({ train: falling, heldOut })).toBe(
      'both losses fell steadily. Eval has risen a little since step 180 while train still falls, so the best checkpoint may be behind you.'
    )
  })

  it('call overfitting by its name when eval rises clearly', () => {
    const heldOut = line(11, (x) => 0.4 + Math.abs(x - 60) * 0.002, 20)
    expect(lossInWords({ train: falling, heldOut })).toContain(
      'since step 60 while train still falls: it begins to learn the examples by heart.'
    )
  })

  it('say when nothing carries over', () => {
    const heldOut = line(5, (x) => 0.5 + x * 0.003, 20)
    expect(lossInWords({ train: falling, heldOut })).toContain(
      'it learns nothing that carries over'
    )
  })

  it('know levelling off, standing still and rising', () => {
    expect(lossInWords({ train: settled, heldOut: [] })).toContain('fell, then levelled off')
    expect(lossInWords({ train: line(50, () => 0.7), heldOut: [] })).toContain('hardly moved')
    expect(lossInWords({ train: line(50, (x) => 0.7 + x * 0.01), heldOut: [] })).toContain(
      'the learning rate may be too high'
    )
  })

  it('say that eval was not measured, or once', () => {
    expect(lossInWords({ train: falling, heldOut: [] })).toContain('has not been measured yet')
    expect(lossInWords({ train: falling, heldOut: [[0, 0.693]] })).toContain(
      'measured once, 0.693 at step 0'
    )
  })
})

it('the margin says whether the preference grows', () => {
  expect(marginInWords(line(15, (x) => x * 0.1))).toBe(
    'the margin grew from 0.00 to 1.40: it tells the preferred drafts from the others more and more clearly.'
  )
  expect(marginInWords(line(5, (x) => -x * 0.1))).toContain('it has not learned to prefer them')
})

it('the accuracy is measured against chance', () => {
  const points: Point[] = [
    [0, 0.5],
    [100, 0.84]
  ]
  expect(accuracyInWords(points, true)).toBe(
    'it puts the preferred draft first in 84% of the held-out pairs, up from 50%.'
  )
  expect(accuracyInWords([[0, 0.5]], false)).toContain('no better than chance')
})

it('the best checkpoint is the earlier of two equals', () => {
  expect(
    lowest([
      [0, 3],
      [10, 1],
      [20, 1]
    ])
  ).toEqual([10, 1])
  expect(lowest([])).toBeNull()
})
