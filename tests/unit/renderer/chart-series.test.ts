import type { TrainerEvent } from '@contract/trainer-events'
import { describe, expect, it } from 'vitest'
import { addEvents, noSeries } from '../../../src-renderer/features/train/series'

const stage = (name: string, totalSteps: number, at = 0): TrainerEvent => ({
  type: 'stage',
  at,
  stage: name,
  title: 'Learning',
  totalSteps,
  epochs: 1,
  rows: 24,
  heldOutRows: 4,
  tokens: 100,
  settings: {}
})
const train = (step: number, loss: number, at = step * 1_000): TrainerEvent => ({
  type: 'metric',
  at,
  stage: 'dpo',
  step,
  epoch: 0,
  split: 'train',
  loss,
  rewardMargin: loss * 2
})
const heldOut = (step: number, loss: number): TrainerEvent => ({
  type: 'metric',
  at: step * 1_000,
  stage: 'dpo',
  step,
  epoch: 0,
  split: 'heldOut',
  loss,
  preferenceAccuracy: 0.5
})

describe('events become series', () => {
  it('by stage and by split', () => {
    const { stages } = addEvents(noSeries, [
      stage('sft', 12),
      stage('dpo', 24),
      heldOut(0, 0.69),
      train(1, 0.7),
      train(2, 0.6)
    ])
    expect(stages.map(({ name }) => name)).toEqual(['sft', 'dpo'])
    expect(stages[1]).toMatchObject({
      totalSteps: 24,
      trainLoss: [
        [1, 0.7],
        [2, 0.6]
      ],
      evalLoss: [[0, 0.69]],
      margin: [
        [1, 1.4],
        [2, 1.2]
      ],
      evalAccuracy: [[0, 0.5]]
    })
  })

  it('take a line that comes twice once', () => {
    const once = addEvents(noSeries, [stage('dpo', 24), train(1, 0.7)])
    expect(addEvents(once, [train(1, 0.7)])).toBe(once)
  })

  it('replace the steps that a continued stage does again', () => {
    const { stages } = addEvents(noSeries, [
      stage('dpo', 24),
      train(1, 0.7),
      train(2, 0.6),
      train(3, 0.5),
      stage('dpo', 24, 60_000),
      train(2, 0.61, 62_000)
    ])
    expect(stages).toHaveLength(1)
    expect(stages[0]?.trainLoss).toEqual([
      [1, 0.7],
      [2, 0.61]
    ])
  })

  it('measure the pace of a step, and no pause', () => {
    const { stages } = addEvents(noSeries, [stage('dpo', 24), train(1, 0.7), train(2, 0.6)])
    expect(stages[0]?.msPerStep).toBe(1_000)
    const paused = addEvents({ ...noSeries, stages }, [train(3, 0.5, 3_600_000)])
    expect(paused.stages[0]?.msPerStep).toBeLessThan(2_000)
  })

  it('do not change what was drawn before', () => {
    const first = addEvents(noSeries, [stage('dpo', 24), train(1, 0.7)])
    const drawn = first.stages[0]?.trainLoss
    addEvents(first, [train(2, 0.6)])
    expect(first.stages[0]?.trainLoss).toBe(drawn)
    expect(drawn).toEqual([[1, 0.7]])
  })
})
