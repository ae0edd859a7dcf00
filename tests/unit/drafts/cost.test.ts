import { expect, test } from 'vitest'
import type { DraftOrigin } from '@contract/generation'
import { costOf } from '../../../src-main/drafts/cost'

const origin = (change: Partial<DraftOrigin>): DraftOrigin => ({
  engine: 'embedded',
  model: 'm',
  sampling: null,
  seed: 1,
  promptTokens: 100,
  completionTokens: 40,
  elapsedMs: 1,
  ...change
})

test('the embedded engine reads the prompt once for all drafts', () => {
  expect(costOf([origin({}), origin({ completionTokens: 2 })])).toEqual({
    promptTokens: 100,
    completionTokens: 42
  })
})

test('a server reads it for each', () => {
  const served = origin({ engine: 'lmstudio' })
  expect(costOf([served, served, served])).toEqual({ promptTokens: 300, completionTokens: 120 })
})

test('what an engine does not count is unknown, and drafts without a model cost nothing to tell', () => {
  expect(costOf([origin({}), origin({ promptTokens: null })])).toMatchObject({
    promptTokens: null,
    completionTokens: 80
  })
  expect(costOf([origin({ engine: 'sample', promptTokens: null, completionTokens: null })])).toBe(
    null
  )
  expect(costOf([])).toBe(null)
})
