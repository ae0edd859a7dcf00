import { expect, it } from 'vitest'
import { engineLine } from '../../../src-renderer/app/engine-line'

it('says in a few words whether the writer is there', () => {
  const failed = (code: 'engine_unreachable' | 'engine_unauthorized' | 'engine_crashed') =>
    engineLine({
      state: 'failed',
      name: 'LM Studio',
      error: { code, message: '', detail: null, remedy: null }
    })
  expect(engineLine({ state: 'ready', name: 'LM Studio', detail: '' })).toBe('LM Studio is ready')
  expect(failed('engine_unreachable')).toBe('LM Studio did not answer')
  expect(failed('engine_unauthorized')).toBe('LM Studio refused the token')
  expect(failed('engine_crashed')).toBe('LM Studio stopped')
})
