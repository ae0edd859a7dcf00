import { expect, test } from 'vitest'
import { WriteInput } from '../../../src-main/drafts/write-input'

test('a job of the first release can still be continued', () => {
  const stored = {
    setId: 's',
    topicIds: ['t'],
    count: 3,
    writer: { engine: 'openai', model: 'qwen' },
    sampling: { temperature: 0.7, topP: 0.95, minP: 0.05, maxTokens: 500 },
    seed: 7
  }
  expect(WriteInput.parse(stored)).toEqual({
    ...stored,
    writer: { engine: 'openai', server: 'lmstudio', model: 'qwen' },
    own: {},
    again: null
  })
})
