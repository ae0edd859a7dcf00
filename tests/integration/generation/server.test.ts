import { expect, test } from 'vitest'
import { createServer } from '../../../src-main/generation/openai-compatible/server'
import { failure, write } from '../../fixtures/generation/ask-server'
import {
  chunk,
  frame,
  json,
  modelList,
  openAiDouble,
  sse,
  stream,
  type Reply
} from '../../fixtures/generation/openai-double'

const bySeed: Reply = (response, { body, ...received }) =>
  sse(stream(['It ', `rains ${body?.seed}.`]))(response, { body, ...received })

test('three drafts come concurrently, each with its seed and the whole sampling', async () => {
  const waiting: (() => void)[] = []
  const { baseUrl, received } = await openAiDouble({
    // Answers only when all three have asked.
    chat: (response, one) => {
      waiting.push(() => bySeed(response, one))
      if (waiting.length === 3) for (const go of waiting) go()
    }
  })
  const streamed = ['', '', '']
  const drafts = await write(baseUrl, {
    count: 3,
    token: 'sesame',
    onToken: (index, text) => (streamed[index] = (streamed[index] ?? '') + text)
  })
  const texts = drafts.map((draft) => ('error' in draft ? draft.error.message : draft.text))
  expect(new Set(texts).size).toBe(3)
  expect(streamed).toEqual(texts)
  expect(drafts[0]).toMatchObject({
    seed: 5,
    stopReason: 'endOfTurn',
    promptTokens: 148,
    completionTokens: 21
  })
  expect(received[0]).toMatchObject({
    authorization: 'Bearer sesame',
    body: { model: 'k', temperature: 0.7, top_p: 0.95, min_p: 0.05, max_tokens: 64, seed: 5 }
  })
})

test('a draft that reached its length says so, and a server that does not count is no harm', async () => {
  const frames = [
    frame(chunk({ delta: { content: 'It rains' }, finish_reason: null })),
    frame(chunk({ delta: {}, finish_reason: 'length' })),
    frame('[DONE]')
  ]
  const { baseUrl } = await openAiDouble({ chat: sse(frames) })
  expect(await write(baseUrl)).toMatchObject([
    { text: 'It rains', stopReason: 'maxTokens', promptTokens: null, completionTokens: 1 }
  ])
})

test('no token is sent where none is saved', async () => {
  const { baseUrl, received } = await openAiDouble({ models: modelList('b', 'a'), chat: bySeed })
  expect(await createServer({ baseUrl, token: null }).listModels()).toEqual(['a', 'b'])
  await write(baseUrl)
  expect(received.map(({ authorization }) => authorization)).toEqual([undefined, undefined])
})

test('a server that does not know min_p is asked without it', async () => {
  const { baseUrl, received } = await openAiDouble({
    chat: (response, one) => {
      const refusal = { error: { message: 'Unrecognized request argument supplied: min_p' } }
      const reply = one.body && 'min_p' in one.body ? json(400, refusal) : bySeed
      reply(response, one)
    }
  })
  expect(await write(baseUrl)).toMatchObject([{ text: 'It rains 5.' }])
  expect(received).toHaveLength(2)
})

test('a stop keeps what has come', async () => {
  const stop = new AbortController()
  const { baseUrl } = await openAiDouble({
    chat: (response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write(stream(['It rains'])[1] ?? '')
    }
  })
  const drafts = await write(baseUrl, { signal: stop.signal, onToken: () => stop.abort() })
  expect(drafts).toMatchObject([{ text: 'It rains', stopReason: 'aborted' }])
})

const crash = { error: 'The model has crashed without additional information. (Exit code: 6)' }

test('a token that is missing, and one that is wrong, are told apart', async () => {
  const reply = json(401, {
    error: {
      type: 'invalid_request',
      code: 'invalid_api_key',
      message: 'An LM Studio API token is required.'
    }
  })
  expect(await failure(reply)).toMatchObject({
    code: 'engine_unauthorized',
    message: expect.stringContaining('none is saved') as string
  })
  expect(await failure(reply, { token: 'wrong' })).toMatchObject({
    code: 'engine_unauthorized',
    message: expect.stringContaining('does not accept') as string
  })
})

test('an address without /v1 is told, and one where nothing listens', async () => {
  const { baseUrl } = await openAiDouble({ models: modelList('k') })
  const bare = createServer({ baseUrl: baseUrl.replace('/v1', ''), token: null })
  await expect(bare.listModels()).rejects.toMatchObject({
    code: 'engine_unreachable',
    remedy: { text: expect.stringContaining('ends in /v1') as string }
  })
  const nobody = createServer({ baseUrl: 'http://127.0.0.1:47/v1', token: null })
  await expect(nobody.listModels()).rejects.toMatchObject({
    code: 'engine_unreachable',
    message: expect.stringContaining('refused the connection on port 47') as string,
    remedy: { action: 'open-engine-settings' }
  })
})

test('a server that never answers, or falls silent, does not hold the app', async () => {
  const never: Reply = () => undefined
  const { baseUrl } = await openAiDouble({ models: never })
  const slow = createServer({ baseUrl, token: null, listTimeoutMs: 50 })
  await expect(slow.listModels()).rejects.toMatchObject({
    code: 'engine_unreachable',
    message: expect.stringContaining('did not answer within') as string
  })
  expect(await failure(never, { writeTimeoutMs: 50 })).toMatchObject({ code: 'engine_unreachable' })
  const stuck: Reply = (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write(stream(['It rains'])[1] ?? '')
  }
  expect(await failure(stuck, { silenceTimeoutMs: 50 })).toMatchObject({
    code: 'engine_unreachable',
    message: expect.stringContaining('fell silent') as string
  })
})

test('a redirect within the server is followed, and one to another host is not', async () => {
  const elsewhere = await openAiDouble({ chat: bySeed, models: modelList('k') })
  const away: Reply = (response) =>
    response.writeHead(307, { location: `${elsewhere.baseUrl}/chat/completions` }).end()
  expect(await failure(away, { token: 'sesame' })).toMatchObject({
    code: 'engine_refused',
    message: expect.stringContaining('was not followed') as string
  })
  expect(elsewhere.received).toEqual([])

  let asked = 0
  const { baseUrl } = await openAiDouble({
    models: (response, one) => {
      asked += 1
      if (asked === 1) response.writeHead(308, { location: '/v1/models' }).end()
      else modelList('k')(response, one)
    }
  })
  expect(await createServer({ baseUrl, token: null }).listModels()).toEqual(['k'])
})

test('one failed draft does not stop the others', async () => {
  const { baseUrl } = await openAiDouble({
    chat: (response, one) => (one.body?.seed === 5 ? json(400, crash) : bySeed)(response, one)
  })
  const drafts = await write(baseUrl, { count: 3 })
  expect(drafts.map((draft) => 'error' in draft)).toEqual([true, false, false])
})
