import { describe, expect, it } from 'vitest'
import { curvesInWords } from '../../../src-renderer/features/train/compare/curves-in-words'
import type { ChartSeries, Point } from '../../../src-renderer/ui/chart-data'

const run = (label: string, points: readonly Point[]): ChartSeries => ({
  label,
  points,
  look: 'ink'
})
const caution = 'Losses compare only between runs with the same held-out topics.'

describe('compared curves in words', () => {
  it('name the lowest, and who began to learn by heart and when', () => {
    const seven = run('Run 7', [
      [0, 0.7],
      [50, 0.5],
      [100, 0.386]
    ])
    const five = run('Run 5', [
      [0, 0.7],
      [50, 0.413],
      [100, 0.5]
    ])
    expect(curvesInWords([five, seven])).toBe(
      `Run 7 comes lowest, to 0.386; Run 5 to 0.413. Run 5 began to learn by heart after 50% of the stage. ${caution}`
    )
  })

  it('make no winner of a hair’s breadth', () => {
    const one = run('Run 1', [[100, 0.402]])
    const two = run('Run 2', [[100, 0.4]])
    expect(curvesInWords([one, two])).toBe(`Run 2 and Run 1 come equally low, to 0.400. ${caution}`)
  })

  it('say when one alone was measured, or none', () => {
    expect(curvesInWords([run('Run 1', [[100, 0.4]]), run('Run 2', [])])).toContain(
      'only Run 1 was measured here'
    )
    expect(curvesInWords([run('Run 1', [])])).toBe('there are no figures yet.')
  })
})
