import fs from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import type { EmbeddedEngine } from '../../../src-main/generation/embedded/client'
import { containing } from '../../fixtures/containing'
import { buildHost, startEngine } from '../../fixtures/generation/embedded'
import { startOllama, type OllamaDouble } from '../../fixtures/ollama/ollama'
import type { OllamaSwitches } from '../../fixtures/ollama/state'
import { openTestProject, temporaryFolder } from '../../fixtures/project'
import { bentModel, offered, openDeployed, registerTuned, stepsOf } from './deployed-project'
import type { Deployed } from './delivering'

let engine: EmbeddedEngine
let shared: string
let bent: string
beforeAll(async () => {
  engine = startEngine(await buildHost(), { maxModels: 3 }).engine
  shared = fs.mkdtempSync('/tmp/understudy-bent-')
  bent = bentModel(path.join(shared, 'calm-v1-Q4_1.gguf'))
})
afterAll(async () => {
  await engine.close()
  fs.rmSync(shared, { recursive: true, force: true })
})

async function sceneWith(
  switches: Partial<OllamaSwitches> = {}
): Promise<Deployed & { ollama: OllamaDouble; tunedId: string }> {
  const ollama = await startOllama({ engine, ...switches })
  onTestFinished(() => ollama.close())
  const deployed = await openDeployed({
    project: await openTestProject(),
    engine,
    userHome: temporaryFolder(),
    ollama: ollama.url
  })
  const { tunedId } = await registerTuned(deployed.models, { path: bent })
  return { ...deployed, ollama, tunedId }
}

/** The plain name is somebody else’s in the first test. */
const KEY = 'understudy/calm-v1-2:latest'
const target = 'ollama' as const

test('a file is handed over by its hash, made a model, chatted with and proved; then removed', async () => {
  const { call, deploy, ollama, tunedId } = await sceneWith()
  ollama.models.set('understudy/calm-v1:latest', { ...another })
  const source = { from: 'file' as const, modelId: tunedId }
  expect(await call('deployments.plan', { source, target })).toMatchObject({
    targetState: { ready: true, sentence: 'Ollama 0.34.0 is ready.' },
    placing: 'upload',
    problems: []
  })
  const done = await deploy(tunedId, { target })
  expect(done).toMatchObject({
    state: { status: 'succeeded', message: 'calm v1 is on stage: it answers in Ollama.' },
    key: KEY,
    onStage: true,
    proof: { echoedModel: KEY }
  })
  expect(done.proof?.checks.map(({ name, passed }) => `${name} ${String(passed)}`)).toEqual([
    'namedItself true',
    'endedCleanly true',
    'noTemplateTokens true',
    'notTheBase true',
    'asEmbedded true'
  ])
  expect(ollama.models.get(KEY)).toMatchObject({
    template: containing('<|im_start|>{{ .Role }}'),
    system: containing('You are a helpful AI assistant named SmolLM'),
    parameters: { num_ctx: 4096, repeat_penalty: 1, stop: ['<|im_start|>', '<|im_end|>'] }
  })
  expect(ollama.blobs()).toHaveLength(1)

  await call('deployments.unload', { id: done.id })
  expect([...ollama.loaded]).toEqual([])
  await call('deployments.remove', { id: done.id })
  expect([...ollama.models.keys()]).toEqual(['understudy/calm-v1:latest'])
})

test('an error in the middle of its stream, and too little memory, end in sentences that help', async () => {
  const { deploy, repair, ollama, tunedId } = await sceneWith({
    createError: 'unsupported architecture "llama"',
    contextAtMost: 2048
  })
  const failed = await deploy(tunedId, { target })
  expect(failed.state).toMatchObject({
    status: 'failed',
    error: { message: containing('Ollama answered with an error: “unsupported architecture') }
  })
  expect(stepsOf(failed)).toContain('place done, index failed')
  ollama.set({ createError: null })
  const refused = await repair(failed, offered(failed, 'retry'))
  expect(refused.state).toMatchObject({
    error: { message: containing('Ollama counts 9.8 GiB for “calm v1” with a context of 4,096') }
  })
  const done = await repair(refused, offered(refused, 'smallerContext'))
  expect(done).toMatchObject({ onStage: true, contextLength: 2048 })
  expect(done.steps[3]?.detail).toBe('Handed to Ollama')
})

test.each([
  ['too old', { version: '0.5.1' }, 'Ollama 0.5.1 is too old to be given a file'],
  ['not there', null, 'Ollama did not answer at']
])('an Ollama that is %s is said before, and the file is safe', async (_which, switches, words) => {
  const { call, deploy, ollama, tunedId } = await sceneWith(switches ?? {})
  if (switches === null) await ollama.close()
  const source = { from: 'file' as const, modelId: tunedId }
  const plan = await call('deployments.plan', { source, target })
  expect(plan.targetState).toMatchObject({ ready: false, sentence: containing(words) })
  expect(plan.problems).toEqual([plan.targetState.sentence])
  const failed = await deploy(tunedId, { target })
  expect(failed.state).toMatchObject({ error: { message: containing(words) } })
  expect(offered(failed, 'showFile')).toMatchObject({ file: bent })
})

const another = { digest: '', blob: '', template: null, system: null, parameters: {} }
