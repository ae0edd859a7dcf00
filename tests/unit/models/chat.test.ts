import { expect, test } from 'vitest'
import { AppError } from '../../../src-main/app-error'
import { createEvents } from '../../../src-main/events'
import type { GeneratedDraft, GenerateRequest } from '../../../src-main/generation/generator'
import { createChat } from '../../../src-main/models/chat'

const question = { chatId: 'c', personaId: null, prompt: 'Why does bread rise?', seed: 7 }

type Write = (request: GenerateRequest) => Promise<GeneratedDraft[]>

/** An engine whose models do what they are told to; it notes what they were asked. */
function chatWith(models: Record<string, Write>) {
  const asked: GenerateRequest[] = []
  const chat = createChat({
    events: createEvents(),
    systemMessage: async (personaId) => `You are ${personaId}.`,
    generatorFor: async (modelId) => {
      const write = models[modelId]
      if (!write) throw new AppError({ code: 'not_found', message: 'Gone.' })
      return {
        parallel: 1,
        close: async () => undefined,
        generate: (request) => {
          asked.push(request)
          return write(request)
        }
      }
    }
  })
  return { chat, asked }
}

const draft = (text: string): GeneratedDraft => ({
  index: 0,
  text,
  seed: 7,
  stopReason: 'endOfTurn',
  promptTokens: 4,
  completionTokens: 3,
  elapsedMs: 30,
  firstTokenMs: 10
})

const says =
  (text: string): Write =>
  async ({ onToken }) => {
    onToken?.(0, text)
    return [draft(text)]
  }

/** Writes one piece, then nothing until it is stopped; `began` resolves with the piece. */
function waitsToBeStopped(piece: string) {
  const { promise: began, resolve } = Promise.withResolvers<undefined>()
  const write: Write = ({ onToken, signal }) =>
    new Promise((_resolve, reject) => {
      onToken?.(0, piece)
      signal?.addEventListener('abort', () => reject(new Error('aborted')), { once: true })
      resolve(undefined)
    })
  return { began, write }
}

test('both models get the same question under the persona, with the same seed', async () => {
  const { chat, asked } = chatWith({ base: says('Yeast.'), tuned: says('Gas.') })
  const answers = await chat.ask({ ...question, modelIds: ['base', 'tuned'], personaId: 'calm' })
  expect(answers.map(({ modelId, text, done }) => [modelId, text, done])).toEqual([
    ['base', 'Yeast.', true],
    ['tuned', 'Gas.', true]
  ])
  expect(asked.map(({ seed, count }) => [seed, count])).toEqual([
    [7, 1],
    [7, 1]
  ])
  expect(asked[0]?.messages).toEqual([
    { role: 'system', content: 'You are calm.' },
    { role: 'user', content: 'Why does bread rise?' }
  ])
  expect(asked[1]?.messages).toEqual(asked[0]?.messages)
})

test('without a persona there is no system message', async () => {
  const { chat, asked } = chatWith({ base: says('Yeast.') })
  await chat.ask({ ...question, modelIds: ['base'] })
  expect(asked[0]?.messages).toEqual([{ role: 'user', content: 'Why does bread rise?' }])
})

test('a model that is gone is told before the other one writes', async () => {
  const { chat, asked } = chatWith({ base: says('Yeast.') })
  await expect(chat.ask({ ...question, modelIds: ['base', 'gone'] })).rejects.toMatchObject({
    code: 'not_found'
  })
  expect(asked).toEqual([])
})

test('a stopped answer is returned as far as it came', async () => {
  const { began, write } = waitsToBeStopped('Because')
  const { chat } = chatWith({ base: write })
  const answer = chat.ask({ ...question, modelIds: ['base'] })
  await began
  chat.stop('c')
  expect(await answer).toMatchObject([{ text: 'Because', done: true }])
})

test('a new question in the same chat ends the one that is still being answered', async () => {
  const { began, write } = waitsToBeStopped('Because')
  const { chat } = chatWith({ base: write, tuned: says('Gas.') })
  const first = chat.ask({ ...question, modelIds: ['base'] })
  await began
  expect(await chat.ask({ ...question, modelIds: ['tuned'] })).toMatchObject([{ text: 'Gas.' }])
  expect(await first).toMatchObject([{ text: 'Because', done: true }])
})

test('an engine that fails says why', async () => {
  const error = new AppError({ code: 'engine_crashed', message: 'It crashed.' })
  const { chat } = chatWith({ base: async () => [{ index: 0, error }] })
  await expect(chat.ask({ ...question, modelIds: ['base'] })).rejects.toBe(error)
})
