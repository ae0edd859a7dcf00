import { expect, test } from 'vitest'
import { recommend } from '../../../src-main/training/recommend'
import { constant } from '../../../src-main/training/presets'
import { parseRunConfig, writeRunConfig } from '../../../src-main/training/run-config'

const { sft, dpo, reward } = recommend({
  preset: 'gentle',
  rows: { sft: 24, dpo: 24, reward: 24 }
})
const settings = {
  ...constant,
  preset: 'gentle' as const,
  stages: ['sft' as const],
  sft,
  dpo,
  reward
}

const problemsOf = (text: string): string[] => {
  const parsed = parseRunConfig(text)
  return 'problems' in parsed ? parsed.problems : []
}

test('what is written is read back the same', () => {
  const config = {
    name: 'calm: v2 #1',
    notes: 'Two lines.\nOf notes.',
    persona: 'Calm engineer',
    baseModel: null,
    continueFrom: null,
    learnFrom: 'all' as const
  }
  const text = writeRunConfig({ ...config, settings })
  const { preset, ...rest } = settings
  expect(parseRunConfig(text)).toEqual({ config: { ...config, preset, settings: rest } })
})

test('a name is enough; a setting that is left out is the preset’s', () => {
  expect(parseRunConfig('name: short\nsettings:\n  dpo: { beta: 0.2 }')).toMatchObject({
    config: { preset: 'recommended', settings: { dpo: { beta: 0.2 } } }
  })
})

test('all problems are said at once, each by the name of its setting', () => {
  const text = `
name: x
preset: brutal
settings:
  stages: [sft, sft]
  bogus: 1
  dpo: { beta: -1, bta: 2 }
  sft: { epochs: many }
  lora: { dropout: 1 }
`
  expect(problemsOf(text)).toEqual(
    expect.arrayContaining([
      'preset must be one of gentle, recommended, strong.',
      'settings.stages must name each stage once.',
      'There is no setting settings.bogus.',
      'settings.dpo.beta must be above 0.',
      'There is no setting settings.dpo.bta.',
      'settings.sft.epochs must be a whole number.',
      'settings.lora.dropout must be below 1.'
    ])
  )
  expect(problemsOf(text)).toHaveLength(7)
})

test('a file without a name, or that holds no settings, says so', () => {
  expect(problemsOf('preset: gentle')).toEqual(['A run needs a name.'])
  expect(problemsOf('- a\n- b')).toEqual([expect.stringContaining('settings by name')])
  expect(problemsOf('')).toEqual(['A run needs a name.'])
})

test('what is no YAML is named by its line', () => {
  expect(problemsOf('name: x\nsettings: {dpo: [')).toEqual(
    expect.arrayContaining([expect.stringMatching(/^Line 2 is no YAML: /)])
  )
})

test('a file that grows by aliases is refused', () => {
  expect(problemsOf('a: &a [1, 2]\nname: *a\nnotes: *a\nb: [*a, *a, *a]')).not.toEqual([])
})
