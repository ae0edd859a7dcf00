import { expect, test } from 'vitest'
import { evaluateEvery, presets, stepsOf } from '../../../src-main/training/presets'

test('the recommended preset holds the measured rates, one ranking a DPO step', () => {
  expect(presets.recommended).toEqual({
    sft: { learningRate: 5e-4, epochs: 2, batchSize: 4 },
    dpo: { learningRate: 2e-4, epochs: 1, batchSize: 1 }
  })
})

test('each preset pulls harder than the one before', () => {
  const { gentle, recommended, strong } = presets
  for (const stage of ['sft', 'dpo'] as const) {
    expect(gentle[stage].learningRate).toBeLessThan(recommended[stage].learningRate)
    expect(recommended[stage].learningRate).toBeLessThan(strong[stage].learningRate)
  }
})

test('24 rankings make 12 SFT steps and 24 DPO steps, looked at about four times each', () => {
  expect(stepsOf(presets.recommended.sft, 24)).toBe(12)
  expect(stepsOf(presets.recommended.dpo, 24)).toBe(24)
  expect(evaluateEvery(12)).toBe(3)
  expect(evaluateEvery(24)).toBe(6)
  expect(evaluateEvery(1)).toBe(1)
})
