import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { createClient } from '../../../src-main/client'
import { newId } from '../../../src-main/database/ids'
import { insertJob } from '../../../src-main/jobs/repository'
import { manageHandlers } from '../../../src-main/models/manage'
import { createModels } from '../../../src-main/models/models'
import { listWritingModels } from '../../../src-main/models/writing-models'
import { getRun } from '../../../src-main/training/repository'
import { openTestProject, temporaryFolder } from '../../fixtures/project'
import { insertFinishedRun } from './finished-run'

const resourcesDir = path.resolve(import.meta.dirname, '../../../resources')

/** A base, its adapter, that one merged, and the GGUF file of it. */
async function tunedModel() {
  const { db, events, projectDir } = await openTestProject()
  const models = createModels({ db, events, projectDir, resourcesDir })
  const baseId = await models.defaultBaseModelId()
  const runId = await insertFinishedRun(db, { baseModelId: baseId })
  const write = (name: string): string => {
    const file = path.join(projectDir, name)
    fs.mkdirSync(path.dirname(file), { recursive: true })
    fs.writeFileSync(file, 'weights')
    return file
  }
  const shared = { name: 'calm v1', runId, quantization: null, licence: null, canaryAgrees: true }
  const adapterId = await models.registerAdapter({
    kind: 'adapter',
    name: 'calm v1',
    runId,
    baseModelId: baseId,
    path: path.dirname(write('runs/r/dpo/adapter/adapter_model.safetensors'))
  })
  await db.updateTable('runs').set({ adapter_id: adapterId }).where('id', '=', runId).execute()
  write(`exports/${adapterId}/plan.json`)
  const merged = await models.register({
    ...shared,
    kind: 'merged',
    parentId: adapterId,
    path: path.dirname(write('models/calm-v1/merged/model.safetensors'))
  })
  const gguf = await models.register({
    ...shared,
    kind: 'gguf',
    parentId: merged.id,
    quantization: 'Q4_K_M',
    path: write('models/calm-v1/calm-v1-Q4_K_M.gguf')
  })
  let writer: string | null = null
  const call = createClient(
    manageHandlers({
      db,
      events,
      projectDir,
      listModels: models.list,
      writingModels: () =>
        listWritingModels(db, writer === null ? null : { engine: 'embedded', modelId: writer })
    })
  )
  return {
    ...{ db, models, call, projectDir, runId, baseId, adapterId, merged, gguf },
    writeWith: (id: string) => {
      writer = id
    }
  }
}

test('a whole line takes a new name', async () => {
  const { call, models, baseId, merged } = await tunedModel()
  expect(await call('models.rename', { id: merged.id, name: ' calm, first ' })).toMatchObject({
    name: 'calm, first'
  })
  const names = async () => (await models.list()).map(({ kind, name }) => `${kind} ${name}`)
  expect((await names()).slice(1)).toEqual([
    'adapter calm v1',
    'merged calm, first',
    'gguf calm, first'
  ])
  await call('models.rename', { id: baseId, name: 'Little one' })
  expect((await names()).slice(0, 2)).toEqual(['base Little one', 'adapter calm v1'])
  await expect(call('models.rename', { id: baseId, name: '  ' })).rejects.toMatchObject({
    code: 'invalid_input'
  })
})

test('merged weights that can be made again are freed, and the file goes on in its line', async () => {
  const { call, models, adapterId, merged, gguf } = await tunedModel()
  expect(await call('models.reclaimable', {})).toEqual({ models: [merged.id], bytes: 7 })
  expect(await call('models.reclaim', {})).toEqual({ freedBytes: 7 })
  expect(fs.existsSync(merged.path)).toBe(false)
  expect(await models.get(gguf.id)).toMatchObject({ parentId: adapterId, missing: false })
  await expect(models.get(merged.id)).rejects.toMatchObject({ code: 'not_found' })
  expect(await call('models.reclaimable', {})).toEqual({ models: [], bytes: 0 })
  // Merged again, it takes its old row.
  fs.mkdirSync(merged.path, { recursive: true })
  const { id } = await models.register(merged)
  expect(id).toBe(merged.id)
})

test('nothing is freed that could not be made again', async () => {
  const { call, adapterId } = await tunedModel()
  await call('models.delete', { id: adapterId })
  expect(await call('models.reclaimable', {})).toEqual({ models: [], bytes: 0 })
})

test('a deleted adapter leaves what was made of it, and its run', async () => {
  const { call, models, db, projectDir, adapterId, runId, baseId, merged } = await tunedModel()
  expect(await call('models.deletion', { id: adapterId })).toEqual({
    models: [{ id: adapterId, name: 'calm v1', kind: 'adapter' }],
    freesBytes: 7,
    consequences: [
      'What was merged and converted from it stays and can be used, but not made again.'
    ],
    refusal: null
  })
  await call('models.delete', { id: adapterId })
  expect(fs.existsSync(path.join(projectDir, 'runs/r/dpo/adapter'))).toBe(false)
  expect(fs.existsSync(path.join(projectDir, 'exports', adapterId))).toBe(false)
  expect(await models.get(merged.id)).toMatchObject({ parentId: baseId, missing: false })
  expect((await getRun(db, runId)).adapterId).toBeNull()
})

test('what writes drafts, a base, and what a job works on are refused with the reason', async () => {
  const { call, db, gguf, adapterId, baseId, writeWith } = await tunedModel()
  writeWith(gguf.id)
  await expect(call('models.delete', { id: gguf.id })).rejects.toMatchObject({
    code: 'conflict',
    message:
      'calm v1 writes drafts now. Choose another writer first, then delete it. Nothing was deleted.'
  })
  await expect(call('models.delete', { id: baseId })).rejects.toMatchObject({ code: 'conflict' })
  await insertJob(db, {
    id: newId(),
    kind: 'export',
    title: 'Export calm v1',
    subjectId: adapterId,
    steps: [],
    state: { status: 'queued', at: Date.now() },
    createdAt: Date.now(),
    startedAt: null,
    input: {}
  })
  expect((await call('models.deletion', { id: adapterId })).refusal).toBe(
    'calm v1 is in use by a job that has not ended. Wait for it or stop it first.'
  )
  expect(fs.existsSync(gguf.path)).toBe(true)
})

test('files outside the project are never touched, not even through a link', async () => {
  const { call, models, projectDir } = await tunedModel()
  const outside = temporaryFolder()
  fs.writeFileSync(path.join(outside, 'mine.gguf'), 'mine')
  fs.symlinkSync(outside, path.join(projectDir, 'models', 'linked'))
  const linked = await models.register({
    kind: 'gguf',
    name: 'mine',
    parentId: null,
    runId: null,
    quantization: null,
    licence: null,
    canaryAgrees: null,
    path: path.join(projectDir, 'models', 'linked', 'mine.gguf')
  })
  expect(await call('models.deletion', { id: linked.id })).toMatchObject({ freesBytes: 0 })
  await call('models.delete', { id: linked.id })
  expect(fs.readFileSync(path.join(outside, 'mine.gguf'), 'utf8')).toBe('mine')
  await expect(models.get(linked.id)).rejects.toMatchObject({ code: 'not_found' })
})
