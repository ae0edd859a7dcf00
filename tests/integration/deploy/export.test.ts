import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Job } from '../../../src-preload/contract/jobs'
import type { ChatAnswer } from '../../../src-preload/contract/models'
import { compareAnswers } from '../../../src-main/deploy/canary'
import { CANARY_PROMPTS, CANARY_TOKENS } from '../../../src-main/deploy/canary-prompts'
import { claimFolder, exportFolder } from '../../../src-main/deploy/export-folder'
import { openDatabase } from '../../../src-main/database/connection'
import type { Database } from '../../../src-main/database/schema'
import { createEvents } from '../../../src-main/events'
import type { EmbeddedEngine } from '../../../src-main/generation/embedded/client'
import { adapterFile } from '../../../src-main/models/tryable'
import { createChat } from '../../../src-main/models/chat'
import { containing } from '../../fixtures/containing'
import { composeTry, startHost } from './compose-exports'
import { baseFolderIn, canaryAnswers, convertBase, convertedBase } from './exported'
import { killAppWhileItDoes, killTrainerAt, leftBehind } from './kill-app'
import { filesIn, openExports, places, SYSTEM_MESSAGE, trainAdapter } from './trained-project'

/**
 * One export from its beginning to its end, with everything that can go wrong on the way: the disk
 * is full, the trainer is killed, the answers differ. The trainer, the adapter, the converter and
 * the engine are the real ones.
 */
describe('an export', { timeout: 1_800_000 }, () => {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'understudy-export-'))
  const events = createEvents()
  let db: Database
  let engine: EmbeddedEngine
  let ids: { adapterId: string; baseModelId: string }
  let jobId: string
  let free = 0

  const project = () => ({ db, events, projectDir: dir, dataDir: places.dataDir })
  const open = () =>
    openExports({
      ...project(),
      greedy: engine.greedy,
      inspect: engine.inspect,
      freeBytes: async () => free
    })
  const openTry = () => {
    const { models, jobs } = open()
    return { models, jobs, prepareTry: composeTry({ ...project(), models, jobs }) }
  }
  const folder = () => exportFolder(dir, { adapterId: ids.adapterId, name: 'calm-v1' })
  const retry = async (): Promise<Job> => {
    const { jobs } = open()
    await jobs.recover()
    const { state } = await jobs.get(jobId)
    if (state.status !== 'running' && state.status !== 'queued') await jobs.retry(jobId)
    return jobs.finished(jobId)
  }
  const killAppAt = (step: string): Promise<void> =>
    killAppWhileItDoes(step, { projectDir: dir, dataDir: places.dataDir, jobId })

  beforeAll(async () => {
    db = await openDatabase(dir)
    engine = startHost()
    ids = await trainAdapter(project())
  }, 1_800_000)

  afterAll(async () => {
    await engine.close()
    await db.destroy()
    fs.rmSync(dir, { recursive: true, force: true })
  })

  test('goes on where the app was killed before it had begun, and among its first questions', async () => {
    const { exports, jobs } = open()
    // A closing app writes down what was asked for, and leaves it to the next one.
    await jobs.close()
    jobId = (await exports.start({ adapterId: ids.adapterId, quantizations: ['Q4_K_M'] })).jobId
    await killAppAt('base')
    expect(fs.existsSync(folder().plan)).toBe(false)
    await killAppAt('answers-before')
    expect(fs.existsSync(folder().before)).toBe(true)
  })

  test('on a full disk ends before the merge, and leaves nothing under a final name', async () => {
    const { state } = await retry()
    expect(state).toMatchObject({
      status: 'failed',
      error: { code: 'disk_full', message: containing('Merging “calm v1” needs about') }
    })
    expect(filesIn(folder().target)).toEqual(['export.json'])
  })

  test('goes on where the app was killed: what the trainer had begun is taken up', async () => {
    free = 1e12
    await killAppAt('merge')
    expect(filesIn(folder().target)).toContain('merged/understudy-merged.json')
    expect(leftBehind(folder().target)).toEqual([])
  })

  test('whose trainer is killed while it converts, leaves no half file and says what happened', async () => {
    const killed = killTrainerAt(folder().dir, 'convert')
    const { state } = await retry()
    await killed
    expect(state).toMatchObject({
      status: 'failed',
      error: { message: containing('outside this app') }
    })
    expect(leftBehind(folder().target)).toEqual([])
    expect(fs.existsSync(folder().gguf('F16'))).toBe(false)
    expect(fs.existsSync(path.join(folder().merged, 'model.safetensors'))).toBe(true)
  })

  test('whose file answers differently fails at the canary; a retry did not merge again', async () => {
    const mergedAt = fs.statSync(folder().merged).mtimeMs
    for (const step of ['convert', 'check-F16', 'canary']) await killAppAt(step)
    expect(leftBehind(folder().target)).toEqual([])
    const answers = fs.readFileSync(folder().before, 'utf8')
    fs.writeFileSync(folder().before, answers.replace(/"text": "/, '"text": "Never said. '))
    const { state } = await retry()
    fs.writeFileSync(folder().before, answers)
    expect(state).toMatchObject({
      status: 'failed',
      error: {
        code: 'export_failed',
        message: containing('The GGUF file of “calm v1” answers prompt 1 of 5 differently'),
        detail: containing('before: "Never said. ')
      }
    })
    expect(fs.statSync(folder().merged).mtimeMs).toBe(mergedAt)
    expect(filesIn(folder().target)).toContain('calm-v1-F16.gguf')
    expect(filesIn(folder().target)).not.toContain('calm-v1-Q4_K_M.gguf')
  })

  test('goes on where it stopped, agrees on all five prompts, and Q4_K_M answers', async () => {
    const convertedAt = fs.statSync(folder().gguf('F16')).mtimeMs
    for (const step of ['quantize-Q4_K_M', 'check', 'answer', 'register', 'tidy']) {
      await killAppAt(step)
      expect(leftBehind(folder().target), `after ${step}`).toEqual([])
    }
    expect(filesIn(folder().target)).toContain('calm-v1-F16.gguf')
    const { state } = await retry()
    expect(state).toMatchObject({ status: 'succeeded', message: containing('Q4_K_M') })
    const after = readJson(folder().after)
    expect(after).toMatchObject({ agrees: true, file: { modifiedMs: convertedAt } })
    expect(after).toMatchObject({
      answers: CANARY_PROMPTS.map((prompt) => ({ prompt, agrees: true, leaked: [] }))
    })
    expect(readJson(folder().proof('Q4_K_M'))).toMatchObject({ text: aWord })
  })

  test('registers what it made under the adapter and removes the intermediate file', async () => {
    const { models } = open()
    const [base, adapter, merged, gguf, ...others] = await models.list()
    expect(others).toEqual([])
    expect(adapter).toMatchObject({ kind: 'adapter', parentId: base?.id })
    expect(merged).toMatchObject({ kind: 'merged', parentId: adapter?.id, canaryAgrees: true })
    expect(gguf).toMatchObject({
      kind: 'gguf',
      name: 'calm v1',
      parentId: merged?.id,
      quantization: 'Q4_K_M',
      licence: 'Apache-2.0',
      canaryAgrees: true,
      checks: ['header', 'tokenizer', 'template', 'endOfTurn', 'canary', 'perplexity'].map(
        (name) => ({ name, passed: true, detail: aWord })
      ),
      missing: false,
      path: folder().gguf('Q4_K_M')
    })
    expect(filesIn(folder().target).filter((name) => name.endsWith('.gguf'))).toEqual([
      'calm-v1-Q4_K_M.gguf'
    ])
  })

  test('asked for again has nothing left to do and overwrites nothing; of a base it is refused', async () => {
    const { exports, jobs, models } = open()
    const madeAt = fs.statSync(folder().gguf('Q4_K_M')).mtimeMs
    const before = await models.list()
    const again = await exports.start({ adapterId: ids.adapterId, quantizations: ['Q4_K_M'] })
    expect((await jobs.finished(again.jobId)).state.status).toBe('succeeded')
    expect(fs.statSync(folder().gguf('Q4_K_M')).mtimeMs).toBe(madeAt)
    expect(await models.list()).toEqual(before)
    const noAdapter = exports.start({ adapterId: ids.baseModelId, quantizations: ['Q4_K_M'] })
    await expect(noAdapter).rejects.toMatchObject({ code: 'invalid_input' })
  })

  test('can be tried without: the adapter on its base answers as the merged file did', async () => {
    const { models, jobs, prepareTry } = openTry()
    expect(await models.get(ids.adapterId)).toMatchObject({ canBeTried: false })
    const { jobId: id } = await prepareTry({ adapterId: ids.adapterId })
    expect((await jobs.finished(id)).state).toMatchObject({
      status: 'succeeded',
      message: '“calm v1” can be tried on its base model.'
    })
    expect(await models.get(ids.adapterId)).toMatchObject({ canBeTried: true })
    expect(await models.writers()).toContainEqual({
      id: ids.adapterId,
      name: 'calm v1',
      detail: containing('adapter on its base')
    })
    const { loraPath = '' } = await models.source(ids.adapterId)
    // The merged file is f16; the base as it ships is not, so its f16 stands in for it.
    const modelPath = await convertBase({
      projectDir: dir,
      baseFolder: baseFolderIn(folder().plan)
    })
    for (const { messages, before, after } of canaryAnswers(folder()).slice(0, 3)) {
      const text = await engine.greedy({ modelPath, loraPath, messages, maxTokens: CANARY_TOKENS })
      const same = text === after
      const tie = compareAnswers({ prompt: '', before, after: text, templateTokens: [] })
      expect(same || tie.agrees, `${text}\n---\n${after}`).toBe(true)
    }
  })

  test('of a base that came as a folder, an adapter is tried on a file that is made of it once', async () => {
    const { models, jobs, prepareTry } = openTry()
    const shared = { runId: null, quantization: null, licence: null, canaryAgrees: null }
    const base = await models.register({
      ...shared,
      kind: 'base',
      name: 'A folder',
      parentId: null,
      path: baseFolderIn(folder().plan)
    })
    // What an earlier try had made before it was interrupted is not made again.
    const name = claimFolder(dir, { adapterId: base.id, name: base.name })
    const { gguf } = exportFolder(dir, { adapterId: base.id, name })
    fs.renameSync(convertedBase(dir), gguf('F16'))
    const copy = path.join(dir, 'runs', 'copy', 'adapter')
    fs.cpSync((await models.get(ids.adapterId)).path, copy, { recursive: true })
    const adapter = await models.register({
      ...shared,
      kind: 'adapter',
      name: 'calm v2',
      parentId: base.id,
      path: copy
    })
    const { jobId: id } = await prepareTry({ adapterId: adapter.id })
    expect((await jobs.finished(id)).state).toMatchObject({ status: 'succeeded' })
    const made = (await models.list()).find(
      ({ parentId, kind }) => parentId === base.id && kind === 'gguf'
    )
    expect(made).toMatchObject({ name: 'A folder', quantization: 'Q8_0', missing: false })
    expect(filesIn(path.join(dir, 'models', 'a-folder'))).toEqual([
      'a-folder-Q8_0.gguf',
      'export.json'
    ])
    expect(await models.source(adapter.id)).toEqual({
      modelPath: made?.path,
      loraPath: adapterFile(copy)
    })
  })

  test('can be talked to beside its base, streamed, and stopped', async () => {
    const { models } = open()
    const told: ChatAnswer[] = []
    const stop = events.listen((event) => {
      if (event.name === 'chat.answer') told.push(event.payload.answer)
    })
    const chat = createChat({
      events,
      generatorFor: async (id) => engine.generator(await models.source(id)),
      systemMessage: async () => SYSTEM_MESSAGE
    })
    const tuned = (await models.list()).find(({ kind }) => kind === 'gguf')
    const question = {
      chatId: ids.adapterId,
      modelIds: [ids.baseModelId, tuned?.id ?? ''],
      personaId: ids.adapterId,
      prompt: 'Write about rain.',
      seed: 3,
      sampling: { temperature: 0.7, topP: 0.95, minP: 0.05, maxTokens: 24 }
    }
    const answers = await chat.ask(question)
    expect(answers.map(({ modelId }) => modelId)).toEqual(question.modelIds)
    for (const answer of answers) {
      expect(answer).toMatchObject({ done: true, text: aWord })
      expect(answer.tokensPerSecond).toBeGreaterThan(0)
      expect(answer.firstTokenMs).toBeGreaterThan(0)
      expect(told).toContainEqual(answer)
    }
    expect(await chat.ask(question)).toMatchObject(answers.map(({ text }) => ({ text })))

    const tried = await chat.ask({ ...question, modelIds: [ids.adapterId] })
    expect(tried).toMatchObject([{ modelId: ids.adapterId, done: true, text: aWord }])

    const long = { ...question, sampling: { ...question.sampling, maxTokens: 2000 } }
    const stopped = chat.ask({ ...long, modelIds: [ids.baseModelId], prompt: 'Count to 1000.' })
    const began = events.listen((event) => {
      if (event.name === 'chat.answer' && event.payload.answer.text !== '') chat.stop(long.chatId)
    })
    const [answer] = await stopped
    began()
    stop()
    expect(answer).toMatchObject({ done: true, text: aWord })
    expect(answer?.text.length).toBeLessThan(1000)
  })
})

const aWord: unknown = expect.stringMatching(/\w/)

const readJson = (file: string): unknown => JSON.parse(fs.readFileSync(file, 'utf8'))
