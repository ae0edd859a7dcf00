import { execFile } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { starterModel } from '../../fixtures/generation/embedded'
import { KEY, lmStudio } from '../../fixtures/generation/engines'
import type { LmStudioDouble } from '../../fixtures/lm-studio/lm-studio'

/** The double obeys the sheet: what other tests rely on. */

const place = { publisher: 'me', model: 'Calm-Engineer-GGUF' }

const get = async (studio: LmStudioDouble, route: string, body?: object): Promise<Answer> => {
  const response = await fetch(`${studio.url}${route}`, {
    ...(body ? { method: 'POST', body: JSON.stringify(body) } : {})
  })
  return { status: response.status, body: await response.json() }
}
type Answer = { status: number; body: unknown }

const lms = async (studio: LmStudioDouble, ...args: string[]): Promise<Ended> => {
  try {
    const { stdout } = await promisify(execFile)(studio.lms, args)
    return { stdout, stderr: '', code: 0 }
  } catch (thrown) {
    // What execFile rejects with carries all three.
    return thrown as Ended
  }
}
type Ended = { stdout: string; stderr: string; code: number }

const keys = async (studio: LmStudioDouble): Promise<string[]> =>
  (await studio.models()).map(({ key }) => key)

test('keys are the lower-cased name without quantization; a rival gets a mark of its own', async () => {
  const studio = await lmStudio({ empty: true })
  const add = (publisher: string, model: string, name: string) =>
    studio.addModel(starterModel(), { publisher, model, name })
  add('lmstudio-community', 'Hermes-3-Llama-3.1-8B-GGUF', 'Hermes-3-Llama-3.1-8B.Q4_K_M.gguf')
  expect(await keys(studio)).toEqual(['hermes-3-llama-3.1-8b'])
  add('lmstudio-community', 'Hermes-3-Llama-3.1-8B-GGUF', 'Hermes-3-Llama-3.1-8B.Q8_0.gguf')
  expect(await keys(studio)).toContain('hermes-3-llama-3.1-8b@q8_0')
  add('Unsloth', 'Hermes-3-Llama-3.1-8B-GGUF', 'Hermes-3-Llama-3.1-8B-UD-Q4_K_XL.gguf')
  expect(await keys(studio)).toContain('unsloth/hermes-3-llama-3.1-8b')
})

test('only publisher/model/file.gguf is indexed, and a damaged file is a bad model', async () => {
  const studio = await lmStudio({ empty: true })
  fs.linkSync(starterModel(), path.join(studio.modelsFolder, 'loose.gguf'))
  const deep = path.join(studio.modelsFolder, 'a', 'b', 'c')
  fs.mkdirSync(deep, { recursive: true })
  fs.linkSync(starterModel(), path.join(deep, 'deep.gguf'))
  fs.writeFileSync(path.join(studio.modelsFolder, 'a', 'b', 'bad.gguf'), 'GGUF')
  const good = studio.addModel(starterModel(), place)
  expect(await studio.models()).toMatchObject([
    { key: KEY, publisher: 'me', architecture: 'llama', contextLength: 8192, absPath: good }
  ])
  const cache = path.join(studio.userHome, '.lmstudio', '.internal', 'model-index-cache.json')
  expect(JSON.parse(fs.readFileSync(cache, 'utf8'))).toMatchObject({
    models: [{ defaultIdentifier: KEY, entryPoint: { absPath: good } }],
    badModels: [{ absPath: path.join(studio.modelsFolder, 'a', 'b', 'bad.gguf') }]
  })
})

test('a new file is listed after the delay, or when the app opens again', async () => {
  const studio = await lmStudio({ empty: true, indexDelay: 1 })
  studio.addModel(starterModel(), place)
  expect(await keys(studio)).toEqual([])
  await expect.poll(() => keys(studio), { timeout: 5000 }).toEqual([KEY])
  studio.set({ indexDelay: 'never' })
  studio.addModel(starterModel(), { publisher: 'me', model: 'Other-GGUF', name: 'Other.gguf' })
  await new Promise((resolve) => setTimeout(resolve, 1200))
  expect(await keys(studio)).toEqual([KEY])
  await studio.quitApp()
  await studio.openApp()
  expect(await keys(studio)).toEqual([KEY, 'other'])
})

test('load, instances, unload and their refusals have the bodies of the documents', async () => {
  const studio = await lmStudio()
  const load = (body: object) => get(studio, '/api/v1/models/load', body)
  expect(await load({ model: 'x' })).toEqual({
    status: 404,
    body: {
      error: { type: 'model_not_found', message: 'Model x not found in downloaded models' }
    }
  })
  expect(await load({ model: KEY, gpu: 1 })).toMatchObject({ status: 400 })
  expect(await load({ model: KEY, context_length: 512 })).toMatchObject({
    status: 200,
    body: { type: 'llm', instance_id: KEY, status: 'loaded' }
  })
  expect((await load({ model: KEY })).body).toMatchObject({ instance_id: `${KEY}:2` })
  expect((await get(studio, '/api/v1/models')).body).toMatchObject({
    models: [
      {
        key: KEY,
        quantization: { name: 'Q4_1', bits_per_weight: 4 },
        loaded_instances: [{ id: KEY, config: { context_length: 512 } }, { id: `${KEY}:2` }]
      }
    ]
  })
  const unload = () => get(studio, '/api/v1/models/unload', { instance_id: KEY })
  expect(await unload()).toEqual({ status: 200, body: { instance_id: KEY } })
  expect(await unload()).toMatchObject({
    status: 404,
    body: { error: { type: 'model_not_found' } }
  })
})

test('unknown routes and the greeting', async () => {
  const studio = await lmStudio({ auth: 'secret' })
  expect(await get(studio, '/lmstudio-greeting')).toEqual({ status: 200, body: { lmstudio: true } })
  expect(await get(studio, '/v1/models')).toMatchObject({
    status: 401,
    body: { error: { code: 'invalid_api_key' } }
  })
  studio.set({ auth: null })
  expect(await get(studio, '/x')).toEqual({
    status: 200,
    body: { error: 'Unexpected endpoint or method. (GET /x)' }
  })
  studio.set({ unknownRoute: 404 })
  expect((await get(studio, '/x')).status).toBe(404)
})

test('a model that was loaded on demand goes when its time is over', async () => {
  const studio = await lmStudio({ ttlSeconds: 1 })
  const ask = { model: KEY, messages: [{ role: 'user', content: 'Rain?' }], max_tokens: 4 }
  expect(await get(studio, '/v1/chat/completions', ask)).toMatchObject({
    status: 200,
    body: {
      object: 'chat.completion',
      model: KEY,
      choices: [{ message: { role: 'assistant', tool_calls: [] }, finish_reason: 'length' }],
      usage: { completion_tokens: 4 }
    }
  })
  expect(studio.loadedIds()).toEqual([KEY])
  await expect.poll(studio.loadedIds, { timeout: 4000 }).toEqual([])
  expect(
    await get(studio, '/v1/chat/completions', { ...ask, response_format: { type: 'json_object' } })
  ).toMatchObject({
    status: 400,
    body: { error: expect.stringContaining('json_schema') as string }
  })
})

test('lms answers as its own process', async () => {
  const studio = await lmStudio({ start: 'closed' })
  expect(await lms(studio, 'server', 'status', '--json')).toMatchObject({
    stdout: expect.stringContaining('"running":false') as string,
    code: 0
  })
  const { stdout } = await lms(studio, 'ls', '--json')
  expect(stdout).toMatch(/^Waking up LM Studio service/)
  expect(JSON.parse(stdout.slice(stdout.indexOf('[')))).toMatchObject([
    { modelKey: KEY, path: expect.stringMatching(/^lmstudio-community\//) as string }
  ])
  expect(await lms(studio, 'load', '--exact', 'a/b/none.gguf', '--local', '-y')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('Model not found') as string
  })
  const [model] = await studio.models()
  await lms(
    studio,
    'load',
    '--exact',
    model?.relativePath ?? '',
    '--local',
    '--identifier',
    'calm',
    '-c',
    '512',
    '--ttl',
    '60',
    '-y'
  )
  const ps = await lms(studio, 'ps', '--json')
  expect(JSON.parse(ps.stdout)).toMatchObject([{ identifier: 'calm', contextLength: 512 }])
  expect(await lms(studio, 'unload', 'never-loaded')).toMatchObject({ code: 0 })
  await lms(studio, 'unload', 'calm')
  expect(studio.loadedIds()).toEqual([])
  expect((await lms(studio, 'server', 'start')).stdout).toContain('Server is now running on port')
  expect(await get(studio, '/lmstudio-greeting')).toMatchObject({ status: 200 })
  await lms(studio, 'server', 'stop')
  await expect(get(studio, '/lmstudio-greeting')).rejects.toThrow()
})
