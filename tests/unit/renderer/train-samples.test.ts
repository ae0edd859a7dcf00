import { expect, test } from 'vitest'
import { sampleRows } from '../../../src-renderer/features/train/run/samples'

const sample = (step: number, text: string, more: { stage?: string; prompt?: string } = {}) => ({
  type: 'sample' as const,
  at: step,
  stage: 'sft',
  prompt: 'Explain rain.',
  step,
  text,
  ...more
})

test('each prompt has a row of what was written on it, in the order of the steps', () => {
  const rows = sampleRows([
    sample(0, 'Rain is'),
    sample(0, 'Bread is', { prompt: 'Explain bread.' }),
    sample(4, 'Rain falls.'),
    sample(4, 'It falls.', { stage: 'dpo' })
  ])
  expect(rows.map(({ prompt, samples }) => [prompt, samples.map(({ text }) => text)])).toEqual([
    ['Explain rain.', ['Rain is', 'Rain falls.', 'It falls.']],
    ['Explain bread.', ['Bread is']]
  ])
})

test('a step that was done again after a crash shows what it wrote the second time', () => {
  const rows = sampleRows([sample(0, 'a'), sample(4, 'b'), { ...sample(4, 'c'), at: 9 }])
  expect(rows[0]?.samples.map(({ text }) => text)).toEqual(['a', 'c'])
})
