import { expect, test } from 'vitest'
import { sameModel } from '../../../src-main/generation/openai-compatible/model-name'

test.each([
  ['qwen3-4b', 'qwen3-4b'],
  ['qwen3-4b', 'qwen3-4b:2'],
  ['lfm2.5-2.6b@q8_0', 'lfm2.5-2.6b'],
  ['unsloth/qwen3.5-35b-a3b', 'qwen3.5-35b-a3b'],
  ['models/tuned.gguf', 'tuned'],
  ['llama3.2:latest', 'llama3.2'],
  ['gpt-4o', 'gpt-4o-2024-08-06'],
  ['anything', undefined]
])('%s may be echoed as %s', (asked, answered) => {
  expect(sameModel(asked, answered)).toBe(true)
})

test.each([
  ['qwen3-4b', 'gemma-3-4b'],
  ['qwen3-4b', 'qwen3-40b'],
  ['llama3.2:1b', 'llama3.2:3b']
])('%s is not %s', (asked, answered) => {
  expect(sameModel(asked, answered)).toBe(false)
})
