import fs from 'node:fs'
import http from 'node:http'
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { containing } from '../../fixtures/containing'
import { KEY, lmStudio, openEngines } from '../../fixtures/generation/engines'
import { temporaryFolder } from '../../fixtures/project'

/** Port 47 is reserved: nothing listens there. */
const NOBODY = 'http://127.0.0.1:47'

test('a computer without LM Studio is told so, and how to get it', async () => {
  const { look } = await openEngines({ url: NOBODY })
  expect(await look()).toMatchObject({
    state: 'notInstalled',
    modelsFolder: null,
    error: {
      code: 'engine_unreachable',
      message: containing('was not found on this computer'),
      remedy: { text: containing('lmstudio.ai'), action: 'retry' }
    }
  })
})

test('a folder that only holds models is no installation', async () => {
  const userHome = temporaryFolder()
  fs.mkdirSync(path.join(userHome, '.lmstudio', 'models'), { recursive: true })
  const { look } = await openEngines({ url: NOBODY, userHome })
  expect((await look()).state).toBe('notInstalled')
})

for (const flavour of ['lmstudio', 'bionic'] as const) {
  test(`${flavour}: the app that is closed, and the server that is off, are told apart`, async () => {
    const studio = await lmStudio({ flavour, start: 'closed' })
    const { look } = await openEngines(studio)
    expect(await look()).toMatchObject({
      state: 'notRunning',
      modelsFolder: studio.modelsFolder,
      error: { message: containing('The app is not open'), remedy: { action: 'start-server' } }
    })
    await studio.openApp()
    expect(await look()).toMatchObject({
      state: 'serverOff',
      error: {
        message: containing('The app is open, but its server is off'),
        remedy: { action: 'start-server' }
      }
    })
    await studio.startServer()
    expect((await look()).state).toBe('nothingLoaded')
  })
}

test('without its command, the way to start the server is through its own window', async () => {
  const studio = await lmStudio({ start: 'off' })
  fs.rmSync(studio.lms)
  const { look, call } = await openEngines(studio)
  expect((await look()).error?.remedy).toMatchObject({
    action: 'retry',
    text: containing('Developer tab')
  })
  await expect(call('engines.startServer', {})).rejects.toMatchObject({
    code: 'engine_unreachable',
    message: containing('“lms” is not there')
  })
})

test('a server at another port than the address is found there', async () => {
  const studio = await lmStudio()
  const { look } = await openEngines({ ...studio, url: NOBODY })
  expect(await look()).toMatchObject({
    state: 'failed',
    error: { message: containing(`is on at port ${new URL(studio.url).port}`) }
  })
})

test('a server on another computer is not looked for in this one’s files', async () => {
  const studio = await lmStudio({ start: 'closed' })
  const { look } = await openEngines({ ...studio, url: 'http://attic.invalid:1234' })
  expect(await look()).toMatchObject({
    state: 'notRunning',
    modelsFolder: null,
    error: { message: containing('no computer called attic.invalid'), remedy: { action: 'retry' } }
  })
})

test('a missing token, a wrong one and the right one are three states', async () => {
  const studio = await lmStudio({ auth: 'sk-lm-right' })
  const { look, call } = await openEngines(studio)
  expect(await look()).toMatchObject({
    state: 'tokenNeeded',
    models: [],
    error: { code: 'engine_unauthorized', remedy: { action: 'enter-token' } }
  })
  await call('engines.update', { server: { name: 'lmstudio', token: 'sk-lm-wrong' } })
  expect(await look()).toMatchObject({
    state: 'tokenRefused',
    error: { message: containing('does not accept'), remedy: { action: 'enter-token' } }
  })
  await call('engines.update', { server: { name: 'lmstudio', token: 'sk-lm-right' } })
  expect(await look()).toMatchObject({ state: 'nothingLoaded', models: [{ id: KEY }] })
})

for (const jit of [true, false]) {
  test(`nothing loaded is no failure where models load on demand (${String(jit)})`, async () => {
    const studio = await lmStudio({ jit })
    const { look, call } = await openEngines(studio)
    expect(await look()).toMatchObject({
      state: 'nothingLoaded',
      loadsOnDemand: jit,
      models: [{ id: KEY, loaded: false, sizeBytes: 98_362_432, detail: containing('Q4_1') }],
      error: {
        code: 'engine_no_model',
        remedy: {
          action: 'load-model',
          text: containing(jit ? 'with the first draft' : 'does not load models by itself')
        }
      }
    })
    await call('engines.update', { writer: { engine: 'openai', server: 'lmstudio', model: KEY } })
    expect(await call('engines.status', {})).toMatchObject({
      state: jit ? 'idle' : 'failed',
      name: 'LM Studio',
      server: 'nothingLoaded'
    })
  })
}

test('a folder without a model says where models belong', async () => {
  const studio = await lmStudio({ empty: true })
  const { look } = await openEngines(studio)
  expect(await look()).toMatchObject({
    state: 'nothingLoaded',
    models: [],
    error: { remedy: { text: containing(studio.modelsFolder), action: 'retry' } }
  })
})

test('a model is loaded once, with room for drafts, and then LM Studio is ready', async () => {
  const studio = await lmStudio({ loadSeconds: 1 })
  const { look, call } = await openEngines(studio)
  const loading = call('engines.loadModel', { model: KEY })
  await expect.poll(async () => (await look()).state).toBe('loading')
  expect((await look()).error).toBeNull()
  expect(await loading).toMatchObject({ state: 'ready', error: null, models: [{ loaded: true }] })
  const asked = studio.received.find(({ path }) => path === '/api/v1/models/load')
  expect(asked?.body).toEqual({ model: KEY, context_length: 8192 })
  await call('engines.loadModel', { model: KEY })
  expect(studio.loadedIds()).toEqual([KEY])
})

test('what keeps a model from loading is said: the guardrail, a crash, a file that is gone', async () => {
  const studio = await lmStudio({ guardrailBytes: 250e6 })
  const { call } = await openEngines(studio)
  const load = (model: string): Promise<unknown> => call('engines.loadModel', { model })
  await expect(load(KEY)).rejects.toMatchObject({
    code: 'engine_refused',
    message: containing('its memory guard counts 0.29 GB'),
    remedy: { action: 'retry' }
  })
  expect(await call('engines.loadModel', { model: KEY, contextLength: 4096 })).toMatchObject({
    state: 'ready',
    models: [{ detail: containing('context 4,096') }]
  })
  studio.unloadAll()
  studio.set({ guardrailBytes: null, crashOnLoad: true })
  await expect(load(KEY)).rejects.toMatchObject({
    code: 'engine_crashed',
    message: containing('crashed while LM Studio loaded it')
  })
  await expect(load('gone')).rejects.toMatchObject({
    code: 'engine_no_model',
    message: containing('no model called “gone” any more')
  })
  await studio.stopServer()
  await expect(load(KEY)).rejects.toMatchObject({ code: 'engine_unreachable' })
})

for (const unknownRoute of [200, 404] as const) {
  test(`a version without the newer interface is read through the older (${String(unknownRoute)})`, async () => {
    const studio = await lmStudio({ version: '0.3', unknownRoute })
    const { look, call } = await openEngines(studio)
    expect(await look()).toMatchObject({ state: 'nothingLoaded', models: [{ id: KEY }] })
    await expect(call('engines.loadModel', { model: KEY })).rejects.toMatchObject({
      message: containing('cannot be told from outside')
    })
    await studio.load(KEY)
    expect(await look()).toMatchObject({ state: 'ready', models: [{ id: KEY, loaded: true }] })
  })
}

test('the server is started by LM Studio’s own command, which wakes the app, and is left alone when on', async () => {
  const studio = await lmStudio({ start: 'closed' })
  const { call } = await openEngines(studio)
  expect(await call('engines.startServer', {})).toMatchObject({ state: 'nothingLoaded' })
  fs.rmSync(studio.lms)
  expect(await call('engines.startServer', {})).toMatchObject({ state: 'nothingLoaded' })
})

test('a command that fails is quoted, and one that starts nothing is found out', async () => {
  const studio = await lmStudio({ start: 'off' })
  const { engines, call } = await openEngines(studio)
  fs.writeFileSync(studio.lms, '#!/bin/sh\necho "Error: Port 1234 is taken." >&2\nexit 1\n')
  await expect(call('engines.startServer', {})).rejects.toMatchObject({
    message: containing('could not be started: “Port 1234 is taken”'),
    remedy: { action: 'retry' }
  })
  expect(engines).toBeDefined()
})

const answering = async (reply: http.RequestListener): Promise<string> => {
  const server = http.createServer(reply)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}` // it listens on TCP
}
const json = (status: number, body: unknown) => (_: unknown, response: http.ServerResponse) => {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(body))
}

test('something else at the address is told apart from LM Studio', async () => {
  const page = await answering((_, response) => response.end('<h1>It works</h1>'))
  const away = await answering((_, response) => response.writeHead(302, { location: page }).end())
  const nothing = await answering(json(404, { detail: 'Not Found' }))
  for (const url of [page, away, nothing]) {
    const { look } = await openEngines({ url })
    expect(await look()).toMatchObject({
      state: 'failed',
      error: { message: containing('it is not LM Studio'), remedy: { action: 'retry' } }
    })
  }
})

test('an error that is a bare string is quoted', async () => {
  const url = await answering(json(500, { error: 'The index is being rebuilt.' }))
  const { look } = await openEngines({ url })
  expect(await look()).toMatchObject({
    state: 'failed',
    error: { code: 'engine_refused', message: containing('“The index is being rebuilt.”') }
  })
})
