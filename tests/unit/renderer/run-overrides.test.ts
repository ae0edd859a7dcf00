import { describe, expect, it } from 'vitest'
import { RunSettings } from '../../../src-preload/contract/run-settings'
import { constant } from '../../../src-main/training/presets'
import { recommend } from '../../../src-main/training/recommend'
import {
  changesOf,
  typedFrom,
  withoutSame
} from '../../../src-renderer/features/train/form/overrides'
import { fieldText, settingGroups } from '../../../src-renderer/features/train/form/settings-fields'

const { sft, dpo, reward } = recommend({
  preset: 'recommended',
  rows: { sft: 24, dpo: 24, reward: 24 }
})
const preset = RunSettings.parse({
  preset: 'recommended',
  stages: ['sft', 'dpo'],
  ...constant,
  sft,
  dpo,
  reward
})

describe('the settings of a new run', () => {
  it('name the other tools that are written for', () => {
    const both = { alsoWrite: 'tensorboard,wandb' }
    expect(changesOf(both).overrides).toEqual({ alsoWrite: ['tensorboard', 'wandb'] })
    expect(withoutSame(both, preset)).toEqual(both)
    expect(withoutSame({ alsoWrite: '' }, preset)).toEqual({})
  })

  it('are changed one by one, and the rest stays the preset’s', () => {
    const typed = {
      'dpo.beta': '0.3',
      'sft.learningRate': '1e-4',
      'dpo.loss': 'plackettLuce',
      maxSteps: '12',
      samplePrompts: 'Bread\n\n  Rain  '
    }
    expect(changesOf(typed)).toEqual({
      overrides: {
        dpo: { beta: 0.3, loss: 'plackettLuce' },
        sft: { learningRate: 1e-4 },
        maxSteps: 12,
        samplePrompts: ['Bread', 'Rain']
      },
      problems: {}
    })
  })

  it('say what is wrong by the name of the field, and leave it out', () => {
    const typed = { 'dpo.beta': '-1', 'sft.epochs': '2.5', maxLength: '', saveEvery: '20' }
    expect(changesOf(typed)).toEqual({
      overrides: { saveEvery: 20 },
      problems: {
        'dpo.beta': 'Beta must be above 0.',
        'sft.epochs': 'Epochs must be a whole number.',
        maxLength: 'Longest example must be a whole number.'
      }
    })
  })

  it('leave to the run what an empty field may leave to it', () => {
    expect(changesOf({ evalEvery: ' ' })).toEqual({ overrides: { evalEvery: null }, problems: {} })
  })

  it('are no change where they say what the preset says', () => {
    const typed = { 'sft.learningRate': '0.0005', 'dpo.beta': '0.2', maxSteps: '', 'gone.key': '1' }
    expect(withoutSame(typed, preset)).toEqual({ 'dpo.beta': '0.2' })
  })

  it('take over a change that makes the run smaller', () => {
    const change = { maxLength: 1024, lora: { r: 8 } }
    expect(typedFrom({ 'dpo.beta': '0.2' }, change)).toEqual({
      'dpo.beta': '0.2',
      maxLength: '1024',
      'lora.r': '8'
    })
  })

  it('come back from their fields as they were', () => {
    const fields = settingGroups.flatMap((group) => group.fields)
    const typed = Object.fromEntries(fields.map(({ key, read }) => [key, fieldText(read(preset))]))
    expect(changesOf(typed).problems).toEqual({})
    expect(withoutSame(typed, preset)).toEqual({})
  })
})
