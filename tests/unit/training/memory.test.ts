import { expect, test } from 'vitest'
import { parametersOf } from '../../../src-main/training/base-shape'
import { estimateMemory } from '../../../src-main/training/memory'

/** SmolLM2-135M. */
const shape = {
  layers: 30,
  hidden: 576,
  intermediate: 1536,
  query: 576,
  keyValue: 192,
  vocabulary: 49_152,
  tied: true
}
const settings = { shape, rank: 16, quantization: 'none', probe: null } as const

test('the parameters of a known model are counted', () => {
  expect(parametersOf(shape) / 1e6).toBeCloseTo(134.5, 1)
})

test('longer rows, fp32 and a higher rank take more; four bits shrink only the weights', () => {
  const small = estimateMemory({ ...settings, rowTokens: 500, precision: 'bf16' })
  const long = estimateMemory({ ...settings, rowTokens: 2000, precision: 'bf16' })
  const full = estimateMemory({ ...settings, rowTokens: 500, precision: 'fp32' })
  const ranked = estimateMemory({ ...settings, rowTokens: 500, precision: 'bf16', rank: 64 })
  const four = estimateMemory({
    ...settings,
    rowTokens: 500,
    precision: 'bf16',
    quantization: 'nf4'
  })
  expect(long.activations).toBeGreaterThan(small.activations * 2)
  expect(full.weights).toBe(small.weights * 2)
  expect(ranked.adapter).toBe(small.adapter * 4)
  expect(four.weights).toBeLessThan(small.weights)
  expect(four.activations).toBe(small.activations)
  const parts = small.weights + small.adapter + small.activations + small.runtime
  expect(small.total).toBeCloseTo(parts)
})

test('what was measured here sets the level, and the slope stays', () => {
  const result = {
    steps: 20,
    tokensPerSecond: 100,
    secondsPerStep: 1,
    peakMemoryMb: 3000,
    device: 'cpu',
    precision: 'fp32'
  }
  const probe = { result, rowTokens: 600, quantization: 'none', rank: 16 } as const
  const same = estimateMemory({ ...settings, rowTokens: 600, precision: 'fp32', probe })
  expect(same).toMatchObject({ basis: 'probe' })
  expect(same.total / 2 ** 20).toBeCloseTo(3000)
  const longer = estimateMemory({ ...settings, rowTokens: 1200, precision: 'fp32', probe })
  expect(longer.total).toBeGreaterThan(same.total)
})
