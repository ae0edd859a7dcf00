import OpenAI from 'openai'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { conform } from '../../fixtures/openai-api/conforming'
import { serve } from './served'

const question = [{ role: 'user', content: 'Name one colour.' }] as const
const greedy = { temperature: 0, max_completion_tokens: 16, seed: 1 } as const

const weather = {
  type: 'function',
  function: {
    name: 'get_weather',
    description: 'The weather of a place.',
    parameters: {
      type: 'object',
      properties: { city: { type: 'string', maxLength: 12 }, days: { enum: [1, 3, 7] } },
      required: ['city', 'days']
    }
  }
} as const

test('the official client lists models, asks, streams, and is refused in its own errors', async () => {
  const { openai, server, model, call, conformed } = await serve()
  expect(server.state).toBe('on')
  expect(model).toMatch(/^smollm2-135m-instruct/)
  const models = await openai.models.list()
  expect(models.data.map(({ id }) => id)).toEqual(server.models)
  expect((await openai.models.retrieve(model)).id).toBe(model)

  const whole = await openai.chat.completions.create({ model, messages: [...question], ...greedy })
  const text = whole.choices[0]?.message.content ?? ''
  expect(text).not.toBe('')
  expect(whole.model).toBe(model)
  expect(whole.usage?.completion_tokens).toBeGreaterThan(0)

  const stream = await openai.chat.completions.create({
    model,
    messages: [...question],
    ...greedy,
    stream: true,
    stream_options: { include_usage: true }
  })
  let streamed = ''
  let usage = 0
  let reason: string | null = null
  for await (const chunk of stream) {
    streamed += chunk.choices[0]?.delta.content ?? ''
    reason = chunk.choices[0]?.finish_reason ?? reason
    usage = chunk.usage?.total_tokens ?? usage
  }
  expect(streamed).toBe(text)
  expect(reason).toBe(whole.choices[0]?.finish_reason)
  expect(usage).toBe(whole.usage?.total_tokens)

  const short = await openai.chat.completions.create({
    model,
    messages: [...question],
    ...greedy,
    max_completion_tokens: 2
  })
  expect(short.choices[0]?.finish_reason).toBe('length')
  const stopped = await openai.chat.completions.create({
    model,
    messages: [...question],
    ...greedy,
    stop: [text.slice(3, 6)]
  })
  expect(stopped.choices[0]?.message.content).toBe(text.slice(0, text.indexOf(text.slice(3, 6))))
  expect(stopped.choices[0]?.finish_reason).toBe('stop')

  await expect(
    openai.chat.completions.create({ model: 'nobody', messages: [...question] })
  ).rejects.toBeInstanceOf(OpenAI.NotFoundError)
  await expect(
    openai.chat.completions.create({ model, messages: [], temperature: 9 })
  ).rejects.toThrow(/messages.*temperature/)
  expect([...conformed].sort()).toEqual([
    'CreateChatCompletionResponse',
    'CreateChatCompletionStreamResponse',
    'ErrorResponse',
    'ListModelsResponse',
    'Model'
  ])
  const { calls, answered, refused } = await call('server.status', {})
  expect({ answered, refused }).toEqual({ answered: 6, refused: 2 })
  expect(calls[0]).toMatchObject({ method: 'POST', status: 400, path: '/v1/chat/completions' })
  expect(calls.find(({ model: asked }) => asked === model)?.client).toMatch(/OpenAI\/JS/)
})

test('what OpenAI’s description does not know, or misses, would have been found', () => {
  const choice = { index: 0, logprobs: null, finish_reason: 'stop' }
  const message = { role: 'assistant', content: 'Blue.', refusal: null }
  const head = { id: 'chatcmpl-1', object: 'chat.completion', created: 1, model: 'm' }
  const whole = { ...head, choices: [{ ...choice, message }] }
  const check = (body: object) => () => conform('CreateChatCompletionResponse', body)
  expect(check(whole)).not.toThrow()
  expect(check({ ...whole, created: 1.5 })).toThrow('created')
  expect(check({ ...whole, stats: {} })).toThrow('stats')
  expect(check({ ...whole, object: 'chat' })).toThrow('object')
  expect(check({ ...whole, choices: [{ ...choice, message: { content: '' } }] })).toThrow('role')
  expect(check({ ...whole, choices: [{ ...choice, finish_reason: null, message }] })).toThrow()
  expect(() => conform('Model', { id: 'm', object: 'model' })).toThrow('owned_by')
  expect(() => conform('ErrorResponse', { error: 'no' })).toThrow('error')
})

test('a schema gives JSON that fits it, and a required tool gives its call', async () => {
  const { openai, model } = await serve()
  const City = z.strictObject({ name: z.string(), capital: z.boolean() })
  const answer = await openai.chat.completions.create({
    model,
    messages: [{ role: 'user', content: 'Tell me about Paris as JSON.' }],
    ...greedy,
    max_completion_tokens: 200,
    response_format: {
      type: 'json_schema',
      json_schema: {
        name: 'city',
        schema: {
          type: 'object',
          properties: { name: { type: 'string', maxLength: 20 }, capital: { type: 'boolean' } },
          required: ['name', 'capital'],
          additionalProperties: false
        }
      }
    }
  })
  const json = answer.choices[0]?.message.content ?? ''
  expect(City.safeParse(JSON.parse(json)).success, json).toBe(true)
  expect(answer.choices[0]?.finish_reason).toBe('stop')

  const called = await openai.chat.completions.create({
    model,
    messages: [{ role: 'user', content: 'What will the weather be in Oslo?' }],
    ...greedy,
    max_completion_tokens: 200,
    tools: [weather],
    tool_choice: 'required'
  })
  const [call] = called.choices[0]?.message.tool_calls ?? []
  if (call?.type !== 'function') throw new Error(JSON.stringify(called))
  expect(called.choices[0]?.finish_reason).toBe('tool_calls')
  expect(call.function.name).toBe('get_weather')
  expect(JSON.parse(call.function.arguments)).toMatchObject({
    city: expect.any(String) as unknown,
    days: expect.any(Number) as unknown
  })

  // What the tool gave goes back in, and is read.
  const after = await openai.chat.completions.create({
    model,
    messages: [
      { role: 'user', content: 'What will the weather be in Oslo?' },
      { role: 'assistant', content: null, tool_calls: [call] },
      { role: 'tool', tool_call_id: call.id, content: '{"sky":"clear"}' }
    ],
    ...greedy,
    tools: [weather]
  })
  expect(after.choices).toHaveLength(1)
})

test('a client that goes away frees its place; what is too many is refused', async () => {
  const { ask, model } = await serve()
  const abort = new AbortController()
  const long = (signal?: AbortSignal): Promise<Response> =>
    ask('/chat/completions', {
      method: 'POST',
      ...(signal ? { signal } : {}),
      body: JSON.stringify({
        model,
        messages: [{ role: 'user', content: 'Write a very long story.' }],
        max_completion_tokens: 400,
        stream: true
      })
    })
  const open = await Promise.all(Array.from({ length: 8 }, () => long(abort.signal)))
  expect(open.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200))
  expect((await long()).status).toBe(429)
  abort.abort()
  await expect
    .poll(
      async () => {
        const again = await ask('/chat/completions', {
          method: 'POST',
          body: JSON.stringify({ model, messages: question, max_completion_tokens: 1 })
        })
        return again.status
      },
      { timeout: 30_000 }
    )
    .toBe(200)
})
