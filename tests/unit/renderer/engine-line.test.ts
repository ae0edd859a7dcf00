import { expect, test } from 'vitest'
import type { ErrorCode } from '@contract/errors'
import type { EngineStatus, ServerState } from '@contract/generation'
import { engineLine } from '../../../src-renderer/app/engine-line'

/** What the foot of the sidebar has room for, at its usual width. */
const ROOM = 25

const error = (code: ErrorCode) => ({ code, message: '', detail: null, remedy: null })
const failed = (server: ServerState): EngineStatus => ({
  state: 'failed',
  name: 'LM Studio',
  server,
  error: error('engine_unreachable')
})

test('a server that cannot write says why in a few words', () => {
  const lines: [ServerState, string][] = [
    ['notInstalled', 'LM Studio not found yet'],
    ['notRunning', 'LM Studio not running'],
    ['serverOff', 'LM Studio server is off'],
    ['tokenNeeded', 'LM Studio needs a token'],
    ['tokenRefused', 'LM Studio refuses token'],
    ['nothingLoaded', 'LM Studio has no model'],
    ['failed', 'LM Studio did not answer']
  ]
  for (const [state, line] of lines) {
    expect(engineLine(failed(state))).toBe(line)
    expect(line.length).toBeLessThan(ROOM)
  }
})

test('a writer that is there is ready, at rest or loading', () => {
  const there = { name: 'LM Studio', server: 'ready', detail: '' } as const
  expect(engineLine({ state: 'ready', ...there })).toBe('LM Studio ready')
  expect(engineLine({ state: 'idle', ...there })).toBe('LM Studio at rest')
  expect(engineLine({ state: 'idle', ...there, server: 'loading' })).toBe('LM Studio is loading')
})

test('the built-in writer stops, loses its model, or is not there at all', () => {
  const line = (name: string, code: ErrorCode): string =>
    engineLine({ state: 'failed', name, server: null, error: error(code) })
  expect(line('Built-in writer', 'engine_crashed')).toBe('Built-in writer stopped')
  expect(line('Built-in writer', 'not_found')).toBe('Built-in writer lost its model')
  expect(line('No writer', 'engine_no_model')).toBe('No writer yet')
})
