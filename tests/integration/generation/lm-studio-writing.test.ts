import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { EmbeddedEngine } from '../../../src-main/generation/embedded/client'
import type { GeneratedDraft } from '../../../src-main/generation/generator'
import type { LmStudioDouble, LmStudioOptions } from '../../fixtures/lm-studio/lm-studio'
import { containing } from '../../fixtures/containing'
import { buildHost, rain, sampling, startEngine } from '../../fixtures/generation/embedded'
import { KEY, lmStudio, openEngines, type TestEngines } from '../../fixtures/generation/engines'

let engine: EmbeddedEngine
beforeAll(async () => {
  engine = startEngine(await buildHost()).engine
})
afterAll(() => engine.close())

type Change = { model?: string; count?: number; maxTokens?: number; prompt?: string }

async function studioWith(
  options: LmStudioOptions = {}
): Promise<
  TestEngines & { studio: LmStudioDouble; write: (change?: Change) => Promise<GeneratedDraft[]> }
> {
  const studio = await lmStudio({ engine, ...options })
  const opened = await openEngines(studio)
  const write = async (change: Change = {}): Promise<GeneratedDraft[]> => {
    const { model = KEY, count = 1, maxTokens = 12, prompt } = change
    const writer = { engine: 'openai', server: 'lmstudio', model } as const
    const { generator } = await opened.engines.writerFor(writer)
    const messages = prompt === undefined ? rain : [{ role: 'user' as const, content: prompt }]
    return generator.generate({ messages, count, seed: 7, sampling: sampling({ maxTokens }) })
  }
  return { ...opened, studio, write }
}

const errorOf = (drafts: GeneratedDraft[]): unknown => {
  const [draft] = drafts
  if (!draft || !('error' in draft)) throw new Error('The draft was written.')
  return draft.error
}

test('three drafts differ, each with its seed, the model as it was echoed, and timings', async () => {
  const { engines, studio, write } = await studioWith()
  const drafts = await write({ count: 3 })
  for (const draft of drafts) {
    expect(draft).toMatchObject({ model: KEY, stopReason: 'maxTokens', completionTokens: 12 })
    expect(draft).toHaveProperty('promptTokens', expect.any(Number))
  }
  expect(new Set(drafts.map((draft) => ('text' in draft ? draft.text : ''))).size).toBe(3)
  const asked = studio.received.filter(({ method }) => method === 'POST')
  expect(new Set(asked.map(({ body }) => body?.['seed'])).size).toBe(3)
  expect(asked[0]?.body).toMatchObject({ model: KEY, seed: 7, stream: true, max_tokens: 12 })
  const writer = { engine: 'openai', server: 'lmstudio', model: KEY } as const
  expect(await engines.writerFor(writer)).toMatchObject({ engine: 'lmstudio', model: KEY })
  expect(studio.loadedIds()).toEqual([KEY])
})

test('no more drafts are asked for at once than the settings allow, over all requests', async () => {
  const { call, studio, write, engines } = await studioWith()
  await call('engines.update', { server: { name: 'lmstudio', parallel: 2 } })
  let most = 0
  const watch = setInterval(() => (most = Math.max(most, studio.underWay())), 5)
  onTestFinished(() => clearInterval(watch))
  await Promise.all([write({ count: 3 }), write({ count: 2 })])
  expect(most).toBe(2)
  const writer = { engine: 'openai', server: 'lmstudio', model: KEY } as const
  expect((await engines.writerFor(writer)).generator.parallel).toBe(2)
})

test('a text that must not be repeated is not, though the seed would give it again', async () => {
  const { engines } = await studioWith()
  const writer = { engine: 'openai', server: 'lmstudio', model: KEY } as const
  const { generator } = await engines.writerFor(writer)
  const request = { messages: rain, count: 1, seed: 7, sampling: sampling({ maxTokens: 12 }) }
  const [first] = await generator.generate(request)
  const [same] = await generator.generate(request)
  if (!first || !('text' in first)) throw new Error('Nothing was written.')
  expect(same).toMatchObject({ text: first.text })
  const [other] = await generator.generate({ ...request, unlike: [first.text] })
  expect(other).toMatchObject({ text: expect.not.stringMatching(first.text) as string })
})

test('a token that is needed, and one that is refused, are each a sentence', async () => {
  const { call, write } = await studioWith({ auth: 'sk-lm-right' })
  expect(errorOf(await write())).toMatchObject({
    code: 'engine_unauthorized',
    message: containing('LM Studio asks for a token'),
    remedy: { action: 'open-engine-settings' }
  })
  await call('engines.update', { server: { name: 'lmstudio', token: 'wrong' } })
  expect(errorOf(await write())).toMatchObject({
    code: 'engine_unauthorized',
    message: containing('does not accept')
  })
})

for (const noModels of [400, 404] as const) {
  test(`nothing loaded, without loading on demand (${String(noModels)})`, async () => {
    const { write } = await studioWith({ jit: false, noModels })
    expect(errorOf(await write())).toMatchObject({
      code: 'engine_no_model',
      message: containing('LM Studio has no model loaded'),
      remedy: { action: 'open-engine-settings' }
    })
  })
}

test('a model that is not there, and one that LM Studio cannot load, are told apart', async () => {
  const { studio, write } = await studioWith()
  expect(errorOf(await write({ model: 'gone' }))).toMatchObject({
    code: 'engine_no_model',
    message: containing('no model called “gone”')
  })
  studio.set({ guardrailBytes: 1000 })
  expect(errorOf(await write())).toMatchObject({
    code: 'engine_refused',
    message: containing('it needs about 0.19 GB of memory')
  })
})

test('an older version that answers with any loaded model is found out by its echo', async () => {
  const { studio, write } = await studioWith({ wrongModelEcho: true })
  await studio.load(KEY)
  expect(errorOf(await write({ model: 'calm-engineer' }))).toMatchObject({
    code: 'engine_no_model',
    message: containing(`LM Studio answered with the model “${KEY}” instead of “calm-engineer”`)
  })
})

test('a second instance answers under its own name, and that is the same model', async () => {
  const { studio, write } = await studioWith({ jit: false })
  await studio.load(KEY)
  await studio.load(KEY)
  expect(studio.loadedIds()).toEqual([KEY, `${KEY}:2`])
  expect(await write({ model: `${KEY}:2` })).toMatchObject([{ model: `${KEY}:2` }])
})

test('a stream that fails with a frame, and one that says nothing, are each a sentence', async () => {
  const { studio, write } = await studioWith({ streamError: 'event' })
  expect(errorOf(await write())).toMatchObject({
    code: 'engine_crashed',
    message: containing('LM Studio says that the model has crashed')
  })
  studio.set({ streamError: 'silent' })
  expect(errorOf(await write())).toMatchObject({
    code: 'engine_refused',
    message: containing('ended its answer without a word')
  })
})

test('a crash, and a prompt that is longer than the context', async () => {
  const { studio, write } = await studioWith()
  await studio.load(KEY, { contextLength: 256 })
  expect(errorOf(await write({ prompt: 'It rains again. '.repeat(80) }))).toMatchObject({
    code: 'engine_refused',
    message: containing('longer than the model can read')
  })
  studio.set({ crashOnLoad: true })
  expect(errorOf(await write())).toMatchObject({ code: 'engine_crashed' })
  expect(studio.loadedIds()).toEqual([])
})

test('a server that is off, and one that goes away in the middle', async () => {
  const { studio, write } = await studioWith()
  const drafts = write({ maxTokens: 200 })
  await expect.poll(studio.underWay, { timeout: 10_000 }).toBe(1)
  await studio.stopServer()
  expect(errorOf(await drafts)).toHaveProperty('code', expect.stringMatching(/crashed|unreachable/))
  expect(errorOf(await write())).toMatchObject({
    code: 'engine_unreachable',
    message: containing('The app is open, but its server is off'),
    remedy: { action: 'start-server' }
  })
})
