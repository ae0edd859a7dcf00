import { expect, test } from 'vitest'
import { presets, stepsOf } from '../../../src-main/training/presets'
import { recommend } from '../../../src-main/training/recommend'

const forRankings = (count: number, preset: 'gentle' | 'recommended' | 'strong' = 'recommended') =>
  recommend({ preset, rows: { sft: count, dpo: count, reward: count } })

test('with two dozen rankings the settings are those that were measured', () => {
  expect(forRankings(24).sft).toEqual(presets.recommended.sft)
  expect(forRankings(24).dpo).toMatchObject(presets.recommended.dpo)
})

test('a handful of rankings still makes enough steps to move anything', () => {
  for (const count of [4, 6, 8, 12, 16, 24]) {
    const { sft, dpo } = forRankings(count)
    expect(stepsOf(sft, count)).toBeGreaterThanOrEqual(8)
    expect(stepsOf(dpo, count)).toBeGreaterThanOrEqual(Math.min(count * 2, 12))
    expect(sft.epochs).toBeLessThanOrEqual(4)
  }
})

test('more rankings never raise a learning rate, and rates never fall below the textbook’s', () => {
  const counts = [24, 48, 100, 300, 1000, 5000]
  for (const stage of ['sft', 'dpo', 'reward'] as const) {
    const rates = counts.map((count) => forRankings(count)[stage].learningRate)
    expect(rates).toEqual(rates.toSorted((a, b) => b - a))
  }
  expect(forRankings(5000).sft.learningRate).toBe(2e-4)
  expect(forRankings(5000).dpo.learningRate).toBeGreaterThanOrEqual(1e-5)
})

test('large sets take larger steps, so that the number of steps grows slower than the set', () => {
  const steps = (count: number): number => stepsOf(forRankings(count).dpo, count)
  expect(steps(1000) / steps(100)).toBeLessThan(5)
})

test('a stronger choice pulls harder at every size', () => {
  for (const count of [6, 24, 200]) {
    const rate = (preset: 'gentle' | 'recommended' | 'strong') =>
      forRankings(count, preset).dpo.learningRate
    expect(rate('gentle')).toBeLessThan(rate('recommended'))
    expect(rate('recommended')).toBeLessThan(rate('strong'))
  }
})

test('the reasons name the steps, say why the rates are as they are, and what the strength means', () => {
  expect(forRankings(24).reasons).toEqual([
    '24 rankings make 12 steps of imitating and 24 of preferring.',
    'With so few steps the learning rates are far above the textbook’s, at which nothing moves.',
    'Recommended moved a small model clearly and left its ordinary prose within 5% of what it was.'
  ])
  expect(forRankings(6).reasons[1]).toContain('a dozen more would teach more than any setting')
  expect(forRankings(100).reasons[1]).toContain('lower than for two dozen')
})
