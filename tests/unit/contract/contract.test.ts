import { expect, expectTypeOf, test } from 'vitest'
import type { Bridge } from '@contract/bridge'
import { calls, type CallName, type Handlers } from '@contract/calls'
import { ErrorEnvelope } from '@contract/errors'
import type { App, FaceCall } from '../../../src-main/app'
import { answerCall } from '../../../src-main/answer-call'
import { AppError } from '../../../src-main/app-error'

test('every call is answered: by the app, or by the face that has the dialogs', () => {
  expectTypeOf<keyof App['handlers'] | FaceCall>().toEqualTypeOf<CallName>()
  expectTypeOf<keyof Bridge['calls']>().toEqualTypeOf<CallName>()
  expectTypeOf<keyof Handlers>().toEqualTypeOf<CallName>()
})

test('calls are named feature.verb', () => {
  for (const name of Object.keys(calls)) expect(name).toMatch(/^[a-z]+\.[a-zA-Z]+$/)
})

test('all problems of an input are said at once, and nothing runs', async () => {
  let ran = false
  const answer = await answerCall({
    name: 'personas.create',
    input: { name: '  ', description: '' },
    handlers: () => ({
      'personas.create': () => {
        ran = true
        throw new Error('must not run')
      }
    })
  })
  expect(ran).toBe(false)
  expect(answer).toMatchObject({
    ok: false,
    error: {
      code: 'invalid_input',
      message: 'A persona needs a name. Describe the voice in a sentence or two.'
    }
  })
})

test('whatever a handler throws crosses as an envelope, with its remedy', async () => {
  const thrown = new AppError({
    code: 'disk_full',
    message: 'The disk is full.',
    remedy: { text: 'Free some space.', action: 'retry' },
    cause: new Error('ENOSPC')
  })
  const fail = (error: Error) =>
    answerCall({
      name: 'personas.list',
      input: {},
      handlers: () => ({
        'personas.list': () => {
          throw error
        }
      })
    })
  const known = await fail(thrown)
  const unknown = await fail(new TypeError('x is undefined'))

  expect(known).toMatchObject({
    ok: false,
    error: { code: 'disk_full', remedy: { action: 'retry' } }
  })
  expect(unknown).toMatchObject({ ok: false, error: { code: 'internal' } })
  for (const answer of [known, unknown]) {
    expect(answer.ok ? null : ErrorEnvelope.parse(answer.error)).not.toBeNull()
  }
})

test('a full disk is known by its name, however deep it lies', async () => {
  const full = Object.assign(new Error('write'), { code: 'ENOSPC' })
  const answer = await answerCall({
    name: 'personas.list',
    input: {},
    handlers: () => ({
      'personas.list': () => {
        throw new Error('could not save', { cause: full })
      }
    })
  })
  expect(answer).toMatchObject({ ok: false, error: { code: 'disk_full' } })
})

test('a handler that answers something else than it promised is caught in development', async () => {
  const answer = await answerCall({
    name: 'topics.delete',
    input: { ids: ['01a1fe78-8413-77b4-9c70-5de93309c6fd'] },
    handlers: () => ({ 'topics.delete': () => ({ topics: 1, drafts: 1.5, rankings: 0 }) })
  })
  expect(answer.ok).toBe(false)
})
