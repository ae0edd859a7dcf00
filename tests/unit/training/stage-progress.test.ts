import { expect, test } from 'vitest'
import { createStageProgress } from '../../../src-main/training/stage-progress'

test('steps are counted against the stage’s total; evaluations do not move the bar', () => {
  const told: [number | null, string][] = []
  const show = createStageProgress((fraction, message) => told.push([fraction, message]))
  const base = { at: 1, stage: 'dpo' }
  show([
    { ...base, type: 'progress', fraction: 0.3, message: 'Reading the weights.' },
    {
      ...base,
      type: 'stage',
      title: 'Learning from the rankings',
      totalSteps: 24,
      epochs: 1,
      rows: 24,
      heldOutRows: 0,
      tokens: 1,
      settings: {}
    },
    { ...base, type: 'metric', step: 12, epoch: 0.5, split: 'train', loss: 0.6931 },
    { ...base, type: 'metric', step: 12, epoch: 0.5, split: 'heldOut', loss: 0.5 }
  ])
  expect(told).toEqual([
    [0.3, 'Reading the weights.'],
    [0, 'Learning from the rankings'],
    [0.5, 'Step 12 of 24, loss 0.69']
  ])
})
