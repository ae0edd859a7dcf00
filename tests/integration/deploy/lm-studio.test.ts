import fs from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EmbeddedEngine } from '../../../src-main/generation/embedded/client'
import { containing } from '../../fixtures/containing'
import { buildHost, starterModel, startEngine } from '../../fixtures/generation/embedded'
import { lmStudio } from '../../fixtures/generation/engines'
import type { LmStudioDouble, LmStudioOptions } from '../../fixtures/lm-studio/lm-studio'
import { openTestProject, temporaryFolder } from '../../fixtures/project'
import {
  bentModel,
  contentsOf,
  offered,
  openDeployed,
  registerTuned,
  stepsOf
} from './deployed-project'
import type { Deployed } from './delivering'

let engine: EmbeddedEngine
let shared: string
let bent: string
beforeAll(async () => {
  // The base, the tuned file, and the same where it was placed.
  engine = startEngine(await buildHost(), { maxModels: 3 }).engine
  shared = fs.mkdtempSync(path.join(fs.realpathSync('/tmp'), 'understudy-bent-'))
  bent = bentModel(path.join(shared, 'calm-v1-Q4_1.gguf'))
})
afterAll(async () => {
  await engine.close()
  fs.rmSync(shared, { recursive: true, force: true })
})

type Scene = Deployed & { studio: LmStudioDouble; baseId: string; tunedId: string }

async function sceneWith(
  options: LmStudioOptions & { indexTimeoutMs?: number; empty?: boolean } = {}
): Promise<Scene> {
  const { indexTimeoutMs, ...double } = options
  const studio = await lmStudio({ engine, empty: true, ...double })
  const deployed = await openDeployed({
    project: await openTestProject(),
    engine,
    userHome: studio.userHome,
    url: studio.url,
    ...(indexTimeoutMs !== undefined && { indexTimeoutMs })
  })
  return { ...deployed, studio, ...(await registerTuned(deployed.models, { path: bent })) }
}

const ALL_DONE =
  'train done, merge done, convert done, place done, index done, load done, prove done'
const KEY = 'calm-v1'

describe('a tuned file', { timeout: 120_000 }, () => {
  test('is placed, seen, loaded and proved; then unloaded, loaded again, and removed', async () => {
    const { call, deploy, settled, studio, tunedId } = await sceneWith({ empty: false })
    const others = contentsOf(studio.modelsFolder)
    const done = await deploy(tunedId)
    expect(done.state).toMatchObject({
      status: 'succeeded',
      message: 'calm v1 is on stage: it answers in LM Studio.'
    })
    expect(stepsOf(done)).toBe(ALL_DONE)
    const target = path.join(studio.modelsFolder, 'understudy/calm-v1/calm-v1-Q4_1.gguf')
    expect(done).toMatchObject({
      key: KEY,
      instanceId: KEY,
      onStage: true,
      placedAt: target,
      repairs: [],
      proof: { echoedModel: KEY, base: { model: 'SmolLM2 135M Instruct' } }
    })
    expect(done.proof?.checks.map(({ name, passed }) => `${name} ${String(passed)}`)).toEqual([
      'namedItself true',
      'endedCleanly true',
      'noTemplateTokens true',
      'notTheBase true',
      'asEmbedded true'
    ])
    expect(done.steps[3]?.detail).toBe('models/understudy/calm-v1, same disk, no copy needed')
    expect(fs.statSync(target).ino).toBe(fs.statSync(bent).ino)
    expect(studio.loadedIds()).toEqual([KEY])

    expect(await call('deployments.unload', { id: done.id })).toMatchObject({ onStage: false })
    expect(studio.loadedIds()).toEqual([])
    await call('deployments.retry', { id: done.id })
    expect(await settled(done.id)).toMatchObject({ onStage: true, state: { status: 'succeeded' } })
    studio.unloadAll()
    expect(await call('deployments.look', {})).toMatchObject([{ id: done.id, onStage: false }])

    await call('deployments.remove', { id: done.id })
    const { understudy, ...left } = contentsOf(studio.modelsFolder)
    expect(left).toEqual(others)
    expect(understudy).toBe('folder')
    expect(fs.existsSync(bent)).toBe(true)
    expect(await call('deployments.list', {})).toEqual([])
  })

  test('that is somebody else’s by now is not removed', async () => {
    const { call, deploy, studio, tunedId } = await sceneWith()
    const { id, placedAt } = await deploy(tunedId)
    fs.rmSync(String(placedAt))
    fs.writeFileSync(String(placedAt), 'Mine now.')
    await expect(call('deployments.remove', { id })).rejects.toMatchObject({ code: 'conflict' })
    expect(fs.readFileSync(String(placedAt), 'utf8')).toBe('Mine now.')
    expect(studio.loadedIds()).toEqual([])
  })

  test('asks for a token where LM Studio wants one, and goes on with it', async () => {
    const { call, deploy, repair, tunedId } = await sceneWith({ auth: 'sk-lm-right' })
    const failed = await deploy(tunedId)
    expect(failed.state).toMatchObject({
      status: 'failed',
      error: { message: containing('LM Studio asks for an API token') }
    })
    expect(stepsOf(failed)).toContain('place done, index failed, load todo')
    await call('engines.update', { server: { name: 'lmstudio', token: 'sk-lm-right' } })
    expect(await repair(failed, offered(failed, 'enterToken'))).toMatchObject({ onStage: true })
  })

  test('is waited for, three seconds here', async () => {
    const { deploy, tunedId } = await sceneWith({ indexDelay: 3 })
    const done = await deploy(tunedId)
    expect(done).toMatchObject({ onStage: true, key: KEY })
    expect(done.steps[4]?.seconds).toBeGreaterThan(2)
  })

  test('that is never indexed ends with what the index says; opened anew, LM Studio sees it', async () => {
    const { deploy, repair, studio, tunedId } = await sceneWith({
      indexDelay: 'never',
      indexTimeoutMs: 400
    })
    const failed = await deploy(tunedId)
    expect(failed.state).toMatchObject({
      status: 'failed',
      error: {
        message: containing('LM Studio has not taken notice of the file'),
        remedy: { text: containing('Close LM Studio and open it again') }
      }
    })
    expect(offered(failed, 'showFile')).toMatchObject({ file: failed.placedAt })
    await studio.quitApp()
    await studio.startServer()
    expect(await repair(failed, offered(failed, 'retry'))).toMatchObject({ onStage: true })
  })

  test('can be stopped while it is waited for, and gone on with', async () => {
    const { call, jobs, settled, studio, tunedId } = await sceneWith({ indexDelay: 'never' })
    const source = { from: 'file' as const, modelId: tunedId }
    const { id, jobId } = await call('deployments.start', { source })
    await expect
      .poll(async () => stepsOf(await call('deployments.get', { id })), { timeout: 60_000 })
      .toContain('place done, index now')
    await expect(call('deployments.remove', { id })).rejects.toMatchObject({ code: 'conflict' })
    await call('deployments.stop', { id })
    await jobs.finished(jobId)
    const stopped = await call('deployments.get', { id })
    expect(stopped).toMatchObject({ state: { status: 'cancelled' }, repairs: [], onStage: false })
    studio.set({ indexDelay: 0 })
    await call('deployments.retry', { id })
    expect(await settled(id)).toMatchObject({ onStage: true })
  })

  test('that is too large for the guardrail is loaded with the smaller context that fits', async () => {
    const { deploy, repair, studio, tunedId } = await sceneWith()
    const bytes = fs.statSync(bent).size
    studio.set({ guardrailBytes: bytes + 2100 * 23_040 })
    const failed = await deploy(tunedId)
    expect(failed.state).toMatchObject({
      status: 'failed',
      error: {
        message: containing('with a context of 4,096 tokens: its memory guard counts 0.19 GB'),
        remedy: { text: containing('A context of 2,048 tokens needs 0.15 GB and covers every') }
      }
    })
    expect(failed.repairs).toEqual([
      { kind: 'smallerContext', contextLength: 2048 },
      { kind: 'retry' }
    ])
    const done = await repair(failed, offered(failed, 'smallerContext'))
    expect(done).toMatchObject({ onStage: true, contextLength: 2048 })
    expect(done.steps[5]?.detail).toBe('Context 2,048 tokens')
  })

  test('finds out that another model answers, and proves itself when that is unloaded', async () => {
    const { deploy, repair, studio, tunedId } = await sceneWith({
      empty: false,
      wrongModelEcho: true
    })
    await studio.load('smollm2-135m-instruct')
    const failed = await deploy(tunedId)
    expect(failed.state).toMatchObject({
      status: 'failed',
      error: {
        message: containing('asked for “calm-v1” and answered with “smollm2-135m-instruct”')
      }
    })
    expect(failed).toMatchObject({ onStage: false, proof: null })
    const done = await repair(failed, offered(failed, 'unloadOthers'))
    expect(done).toMatchObject({ onStage: true, proof: { echoedModel: KEY } })
    expect(studio.loadedIds()).toEqual([KEY])
  })

  test('that crashes while it loads leaves a sentence, and loads when it is tried again', async () => {
    const { deploy, repair, studio, tunedId } = await sceneWith({ crashOnLoad: true })
    const failed = await deploy(tunedId)
    expect(failed.state).toMatchObject({
      status: 'failed',
      error: { code: 'engine_crashed', message: containing('crashed while LM Studio loaded it') }
    })
    studio.set({ crashOnLoad: false })
    expect(await repair(failed, offered(failed, 'retry'))).toMatchObject({ onStage: true })
  })

  test('waits for a server that is off, which can be started from here', async () => {
    const { deploy, repair, tunedId } = await sceneWith({ start: 'off' })
    const failed = await deploy(tunedId)
    expect(failed.state).toMatchObject({
      status: 'failed',
      error: { message: containing('The app is open, but its server is off') }
    })
    expect(stepsOf(failed)).toContain('place done, index failed')
    expect(await repair(failed, offered(failed, 'startServer'))).toMatchObject({ onStage: true })
  })

  test('finds its way in the newer app, Bionic', async () => {
    const { deploy, tunedId } = await sceneWith({ flavour: 'bionic' })
    expect(await deploy(tunedId)).toMatchObject({ onStage: true, key: KEY })
  })

  test.each([
    ['knows no newer routes, and says so with 404', { unknownRoute: 404 as const }],
    ['is older than 0.4, by its own command', { version: '0.3' as const, noModels: 404 as const }]
  ])('is loaded by an LM Studio that %s', async (_which, switches) => {
    const { deploy, call, studio, tunedId } = await sceneWith({ jit: false, ...switches })
    const done = await deploy(tunedId)
    expect(done).toMatchObject({ onStage: true, instanceId: KEY })
    await call('deployments.unload', { id: done.id })
    expect(studio.loadedIds()).toEqual([])
  })

  test('that is its own base proves nothing', async () => {
    const { deploy, models } = await sceneWith()
    const { tunedId } = await registerTuned(models, { path: starterCopy(), name: 'unchanged' })
    const failed = await deploy(tunedId)
    expect(failed.state).toMatchObject({
      status: 'failed',
      error: { message: containing('word for word as its base does') }
    })
    expect(failed).toMatchObject({ onStage: false, instanceId: 'unchanged' })
    expect(failed.proof?.checks.find(({ name }) => name === 'notTheBase')?.passed).toBe(false)
  })
})

describe('where there is no LM Studio', () => {
  test('the plan says so, and the file can be shown with the folder to copy it to', async () => {
    const userHome = temporaryFolder()
    const project = await openTestProject()
    const { call, deploy, models } = await openDeployed({
      project,
      engine,
      userHome,
      url: 'http://127.0.0.1:9'
    })
    const { tunedId } = await registerTuned(models, { path: bent })
    const source = { from: 'file' as const, modelId: tunedId }
    const folder = path.join(userHome, '.lmstudio/models/understudy/calm-v1')
    expect(await call('deployments.plan', { source })).toMatchObject({
      name: 'calm v1',
      folder,
      targetState: { ready: false, sentence: containing('LM Studio was not found') },
      problems: []
    })
    const failed = await deploy(tunedId)
    expect(stepsOf(failed)).toContain('convert done, place failed')
    expect(offered(failed, 'showFile')).toEqual({ kind: 'showFile', file: bent, folder })
    expect(fs.readdirSync(userHome)).toEqual([])

    const folderOnly = await deploy(tunedId, { target: 'folder' })
    expect(folderOnly).toMatchObject({
      state: { status: 'succeeded' },
      placedAt: bent,
      onStage: false,
      proof: { echoedModel: 'calm v1' }
    })
  })
})

function starterCopy(): string {
  const file = path.join(temporaryFolder(), 'unchanged-Q4_1.gguf')
  fs.linkSync(starterModel(), file)
  return file
}
