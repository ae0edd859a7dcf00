import { expect, test } from 'vitest'
import type { ChatAnswer } from '../../../src-preload/contract/models'
import { createEvents } from '../../../src-main/events'
import { startAnswer } from '../../../src-main/models/answer'

function listen() {
  const events = createEvents()
  const told: ChatAnswer[] = []
  events.listen((event) => {
    if (event.name === 'chat.answer') told.push(event.payload.answer)
  })
  return { events, told }
}

function growing() {
  const { events, told } = listen()
  const clock = { ms: 1000 }
  const answer = startAnswer({ chatId: 'c', modelId: 'm', events, now: () => clock.ms })
  return { answer, told, clock }
}

test('is told at most twenty times a second, the end always', () => {
  const { answer, told, clock } = growing()
  for (let piece = 0; piece < 200; piece += 1) {
    clock.ms += 5
    answer.append('x')
  }
  expect(told.length).toBeGreaterThanOrEqual(19)
  expect(told.length).toBeLessThanOrEqual(21)
  const ended = answer.finish({
    text: 'x'.repeat(200),
    completionTokens: 200,
    elapsedMs: 1000,
    firstTokenMs: 5
  })
  expect(told.at(-1)).toEqual(ended)
  expect(ended).toMatchObject({ done: true, text: 'x'.repeat(200) })
})

test('the speed leaves the prompt out, which the time to the first token tells', () => {
  const { answer, told, clock } = growing()
  clock.ms += 800
  answer.append('a')
  for (let piece = 0; piece < 10; piece += 1) {
    clock.ms += 100
    answer.append('b')
  }
  expect(told.at(-1)).toMatchObject({ firstTokenMs: 800, tokensPerSecond: 10 })
})

test('the end shows the engine’s own count and clock', () => {
  const { answer } = growing()
  answer.append('two tokens in one piece')
  const written = { text: 'Done.', completionTokens: 21, elapsedMs: 1500, firstTokenMs: 500 }
  expect(answer.finish(written)).toMatchObject({
    text: 'Done.',
    firstTokenMs: 500,
    tokensPerSecond: 20
  })
})

test('a stopped answer keeps what has come so far', () => {
  const { answer } = growing()
  answer.append('Half a')
  expect(answer.finish(null)).toMatchObject({ text: 'Half a', done: true })
})

test('an answer stopped before its first token has no speed', () => {
  const { answer } = growing()
  expect(answer.finish(null)).toMatchObject({ text: '', tokensPerSecond: null, firstTokenMs: null })
})
