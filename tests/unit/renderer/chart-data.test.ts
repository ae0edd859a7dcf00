import { describe, expect, it } from 'vitest'
import {
  align,
  at,
  planTicks,
  roundRange,
  roundTicks,
  runningMean,
  sameDigits,
  thin,
  type Point
} from '../../../src-renderer/ui/chart-data'

const points = (...ys: number[]): Point[] => ys.map((y, x) => [x, y])

describe('the running mean', () => {
  it('takes each point with those before it', () => {
    expect(runningMean(points(2, 4, 6, 8), 2)).toEqual(points(2, 3, 5, 7))
  })

  it('starts with what there is', () => {
    expect(runningMean(points(3, 5), 10)).toEqual(points(3, 4))
  })
})

describe('thinning', () => {
  it('keeps every point up to the limit', () => {
    const few = points(1, 2, 3)
    expect(thin(few, { most: 3, columns: 1 })).toBe(few)
  })

  it('keeps the lowest and the highest of each stretch, in their order', () => {
    const many = points(5, 1, 3, 9, 2, 2, 8, 4)
    expect(thin(many, { most: 4, columns: 2 })).toEqual([
      [1, 1],
      [3, 9],
      [4, 2],
      [6, 8]
    ])
  })

  it('never grows beyond two points a column', () => {
    const noise = Array.from({ length: 10_000 }, (_, x): Point => [x, Math.sin(x * 7.3)])
    expect(thin(noise, { most: 2_000, columns: 600 }).length).toBeLessThanOrEqual(1_200)
  })
})

describe('axes', () => {
  it('end where round numbers end', () => {
    expect(roundRange([0.26, 0.73])).toEqual([0.2, 0.8])
    expect(roundRange([0, 1.41], 2)).toEqual([0, 2])
  })

  it('stand still around a single value and around none', () => {
    const [min, max] = roundRange([0.7])
    expect(min).toBeLessThanOrEqual(0.7)
    expect(max).toBeGreaterThan(min)
    expect(roundRange([])).toEqual([0, 1])
  })

  it('are not stretched by one outlier among many', () => {
    const values = [...Array.from({ length: 200 }, (_, i) => 0.3 + (i % 10) / 100), 50]
    expect(roundRange(values)[1]).toBeLessThan(1)
  })

  it('label round steps and the end of the plan', () => {
    expect(planTicks(416)).toEqual([0, 100, 200, 300, 416])
    expect(planTicks(416, 3)).toEqual([0, 200, 416])
    expect(planTicks(1)).toEqual([0, 1])
    expect(roundTicks(0.5, 1, 2)).toEqual([0.5, 0.75, 1])
  })

  it('write all labels with the same digits', () => {
    expect(sameDigits(['2.250', '2.500', '3.000'])).toEqual(['2.25', '2.50', '3.00'])
    expect(sameDigits(['50%', '75%'])).toEqual(['50%', '75%'])
    expect(sameDigits(['0', '2e-4'])).toEqual(['0', '2e-4'])
  })
})

describe('series beside each other', () => {
  it('share one column of x, with nothing where a series has no point', () => {
    const train: Point[] = [
      [1, 5],
      [2, 4]
    ]
    const held: Point[] = [[2, 6]]
    expect(align([train, held])).toEqual([
      [1, 2],
      [5, 4],
      [null, 6]
    ])
  })

  it('are read at the last point before the cursor', () => {
    const held: Point[] = [
      [0, 7],
      [20, 6]
    ]
    expect(at(held, 19)).toEqual([0, 7])
    expect(at(held, 20)).toEqual([20, 6])
    expect(at(held, -1)).toBeNull()
  })
})
