import { expect, test } from 'vitest'
import { newId } from '../../../src-main/database/ids'
import { memorySecrets } from '../../../src-main/secrets'
import { writeSetting } from '../../../src-main/settings/repository'
import { containing } from '../../fixtures/containing'
import { openEngines } from '../../fixtures/generation/engines'
import { modelList, openAiDouble } from '../../fixtures/generation/openai-double'

const sampling = { temperature: 0.9, topP: 0.9, minP: 0.1, maxTokens: 300 }

test('settings open without any model, and say that nothing writes', async () => {
  const { call } = await openEngines()
  expect(await call('engines.settings', {})).toMatchObject({
    writer: null,
    servers: {
      lmstudio: { baseUrl: 'http://127.0.0.1:1234', hasToken: false, parallel: 4 },
      other: { baseUrl: '', hasToken: false }
    }
  })
  expect(await call('engines.status', {})).toMatchObject({
    state: 'failed',
    error: { code: 'engine_no_model' }
  })
  expect(await call('engines.serverStatus', { server: 'other' })).toMatchObject({
    state: 'notSet',
    models: []
  })
})

test('what was saved while there was one server is carried over, with its token', async () => {
  const secrets = memorySecrets({ 'server-token': 'sesame' })
  const { call, db } = await openEngines({ secrets })
  await writeSetting(db, 'engines', {
    writer: { engine: 'openai', model: 'k' },
    sampling,
    draftsPerTopic: 4,
    baseUrl: 'http://attic.local:8080/v1'
  })
  const carried = {
    writer: { engine: 'openai', server: 'other', model: 'k' },
    sampling,
    draftsPerTopic: 4,
    servers: {
      lmstudio: { baseUrl: 'http://127.0.0.1:1234', hasToken: false },
      other: { baseUrl: 'http://attic.local:8080/v1', hasToken: true }
    }
  }
  expect(await call('engines.settings', {})).toMatchObject(carried)
  expect(await call('engines.settings', {})).toMatchObject(carried)
  expect(await secrets.read('server-token')).toBeNull()
})

test('an old address at LM Studio’s port becomes LM Studio’s', async () => {
  const { call, db } = await openEngines()
  const modelId = newId()
  await writeSetting(db, 'engines', {
    writer: { engine: 'embedded', modelId },
    sampling,
    draftsPerTopic: 3,
    baseUrl: 'http://127.0.0.1:1234/v1'
  })
  expect(await call('engines.settings', {})).toMatchObject({
    writer: { engine: 'embedded', modelId },
    servers: { lmstudio: { baseUrl: 'http://127.0.0.1:1234' }, other: { baseUrl: '' } }
  })
})

test('addresses are kept tidy, and one that is none is refused', async () => {
  const { call } = await openEngines()
  const save = async (name: 'lmstudio' | 'other', baseUrl: string): Promise<string> => {
    const { servers } = await call('engines.update', { server: { name, baseUrl } })
    return servers[name].baseUrl
  }
  expect(await save('lmstudio', ' http://localhost:4321/v1/ ')).toBe('http://localhost:4321')
  expect(await save('lmstudio', 'http://localhost:4321/api/v1')).toBe('http://localhost:4321')
  expect(await save('lmstudio', '')).toBe('http://127.0.0.1:1234')
  expect(await save('other', 'http://attic.local:8080')).toBe('http://attic.local:8080/v1')
  expect(await save('other', 'https://host/openai/v3')).toBe('https://host/openai/v3')
  expect(await save('other', '')).toBe('')
  await expect(save('other', 'attic')).rejects.toMatchObject({
    code: 'invalid_input',
    message: containing('looks like http://')
  })
})

test('a token stays with the address it was given for, and is sent nowhere else', async () => {
  const one = await openAiDouble({ models: modelList('a') })
  const two = await openAiDouble({ models: modelList('b') })
  const { call } = await openEngines()
  const set = async (baseUrl: string, token?: string | null): Promise<boolean> => {
    const server = { name: 'other' as const, baseUrl, ...(token === undefined ? {} : { token }) }
    return (await call('engines.update', { server })).servers.other.hasToken
  }
  expect(await set(one.baseUrl, 'sesame')).toBe(true)
  await call('engines.serverStatus', { server: 'other' })
  expect(one.received.at(-1)?.authorization).toBe('Bearer sesame')
  expect(await set(two.baseUrl)).toBe(false)
  await call('engines.serverStatus', { server: 'other' })
  expect(two.received.at(-1)?.authorization).toBeUndefined()
  expect(await set(one.baseUrl)).toBe(true)
  expect(await set(one.baseUrl, null)).toBe(false)
  await set('')
  await expect(
    call('engines.update', { server: { name: 'other', token: 'x' } })
  ).rejects.toMatchObject({ code: 'invalid_input' })
})

test('another server is ready, without a model, or does not answer', async () => {
  const { call } = await openEngines()
  const look = async (baseUrl: string) => {
    await call('engines.update', { server: { name: 'other', baseUrl } })
    return call('engines.serverStatus', { server: 'other' })
  }
  const full = await openAiDouble({ models: modelList('b', 'a') })
  expect(await look(full.baseUrl)).toMatchObject({
    state: 'ready',
    models: [{ id: 'a', loaded: null }, { id: 'b' }]
  })
  const empty = await openAiDouble({ models: modelList() })
  expect(await look(empty.baseUrl)).toMatchObject({ state: 'nothingLoaded' })
  expect(await look('http://127.0.0.1:47/v1')).toMatchObject({
    state: 'notRunning',
    error: {
      message: containing('127.0.0.1 refused the connection on port 47'),
      remedy: { action: 'retry' }
    }
  })
  expect(await look('http://attic.invalid:8080/v1')).toMatchObject({
    state: 'notRunning',
    error: { message: containing('no computer called attic.invalid') }
  })
})

test('what can write stands under its engine', async () => {
  const other = await openAiDouble({ models: modelList('k') })
  const { call } = await openEngines({ url: 'http://127.0.0.1:47' })
  expect(await call('engines.writers', {})).toEqual([])
  await call('engines.update', { server: { name: 'other', baseUrl: other.baseUrl } })
  expect(await call('engines.writers', {})).toEqual([
    {
      writer: { engine: 'openai', server: 'other', model: 'k' },
      name: 'k',
      detail: '',
      group: new URL(other.baseUrl).host,
      loaded: null
    }
  ])
})
