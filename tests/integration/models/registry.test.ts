import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { createModels } from '../../../src-main/models/models'
import { containing } from '../../fixtures/containing'
import { openTestProject } from '../../fixtures/project'
import { insertFinishedRun } from './finished-run'

const resourcesDir = path.resolve(import.meta.dirname, '../../../resources')
const starterName = 'SmolLM2 135M Instruct'

async function openModels() {
  const { db, events, projectDir } = await openTestProject()
  const changes: string[] = []
  events.listen((event) => {
    if (event.name === 'changed') changes.push(event.payload.topic)
  })
  const models = createModels({ db, events, projectDir, resourcesDir })
  const fileIn = (name: string, content: string | Buffer = 'not a model'): string => {
    const file = path.join(projectDir, name)
    fs.mkdirSync(path.dirname(file), { recursive: true })
    fs.writeFileSync(file, content)
    return file
  }
  return { db, projectDir, models, changes, fileIn }
}

type Opened = Awaited<ReturnType<typeof openModels>>

const registerGguf = ({ models }: Opened, file: string) =>
  models.register({
    kind: 'gguf',
    name: 'calm v1',
    parentId: null,
    runId: null,
    path: file,
    quantization: 'Q4_K_M',
    licence: 'Apache-2.0',
    canaryAgrees: true
  })

test('the starter model is registered once, by its place in the app', async () => {
  const { models, db, changes } = await openModels()
  const first = await models.ensureStarter()
  const again = await models.ensureStarter()
  expect(again).toEqual(first)
  expect(await models.list()).toHaveLength(1)
  expect(changes).toEqual(['models'])
  expect(first).toMatchObject({
    kind: 'base',
    name: starterName,
    licence: 'Apache-2.0',
    quantization: 'Q4_1',
    missing: false,
    sizeBytes: 98_362_432
  })
  const row = await db.selectFrom('models').select('path').executeTakeFirstOrThrow()
  expect(row.path).toBe('resources:fetched/models/SmolLM2-135M-Instruct-Q4_1.gguf')
  expect(fs.existsSync(first?.path ?? '')).toBe(true)
  expect(await models.defaultBaseModelId()).toBe(first?.id)
})

test('the starter model’s header is read and its file handed out', async () => {
  const { models } = await openModels()
  const id = await models.defaultBaseModelId()
  const file = path.join(resourcesDir, 'fetched/models/SmolLM2-135M-Instruct-Q4_1.gguf')
  expect(await models.modelFile(id)).toBe(file)
  expect(await models.baseModel(id)).toEqual({ id, name: starterName, ggufPath: file })
  expect(await models.writers()).toEqual([{ id, name: starterName, detail: 'Q4_1, 98 MB' }])
})

test('an app without its starter model says what to do', async () => {
  const { db, events, projectDir } = await openTestProject()
  const models = createModels({ db, events, projectDir, resourcesDir: projectDir })
  expect(await models.ensureStarter()).toBeNull()
  await expect(models.defaultBaseModelId()).rejects.toMatchObject({ code: 'engine_no_model' })
})

test('adapter, merged folder and GGUF keep their line of descent', async () => {
  const opened = await openModels()
  const { models, fileIn, db } = opened
  const baseModelId = await models.defaultBaseModelId()
  const weights = fileIn('runs/r1/dpo/adapter/adapter_model.safetensors', 'weights')
  const adapterId = await models.registerAdapter({
    kind: 'adapter',
    runId: await insertFinishedRun(db, { baseModelId }),
    name: 'calm v1',
    baseModelId,
    path: path.dirname(weights)
  })
  expect(await models.get(adapterId)).toMatchObject({
    kind: 'adapter',
    parentId: baseModelId,
    sizeBytes: 7,
    licence: 'Apache-2.0'
  })
  const merged = await models.register({
    kind: 'merged',
    name: 'calm v1',
    parentId: adapterId,
    runId: null,
    path: path.dirname(fileIn('models/calm-v1/merged/model.safetensors', 'merged')),
    quantization: null,
    licence: 'Apache-2.0',
    canaryAgrees: true
  })
  const gguf = await registerGguf(opened, fileIn('models/calm-v1/calm-v1-Q4_K_M.gguf'))
  expect((await models.list()).map(({ kind }) => kind)).toEqual([
    'base',
    'adapter',
    'merged',
    'gguf'
  ])
  expect(merged.parentId).toBe(adapterId)
  const stored = await db.selectFrom('models').select('path').where('id', '=', gguf.id).execute()
  expect(stored).toEqual([{ path: 'models/calm-v1/calm-v1-Q4_K_M.gguf' }])
  expect((await models.writers()).map(({ id }) => id)).toEqual([baseModelId, gguf.id])
})

test('registering the same file again keeps its id and brings the rest up to date', async () => {
  const opened = await openModels()
  const file = opened.fileIn('models/calm/calm-Q4_K_M.gguf', 'short')
  const first = await registerGguf(opened, file)
  fs.writeFileSync(file, 'a longer one')
  const again = await registerGguf(opened, file)
  expect(again.id).toBe(first.id)
  expect(again.sizeBytes).toBe(12)
  expect(await opened.models.list()).toHaveLength(1)
})

test('a file that is gone is shown as missing, writes no more, and comes back', async () => {
  const opened = await openModels()
  const { models } = opened
  const file = opened.fileIn('models/calm/calm-Q4_K_M.gguf')
  const { id } = await registerGguf(opened, file)
  fs.renameSync(file, `${file}.away`)
  expect(await models.get(id)).toMatchObject({ missing: true })
  expect(await models.writers()).toEqual([])
  await expect(models.modelFile(id)).rejects.toMatchObject({
    code: 'not_found',
    message: containing(`“calm v1” is no longer at ${file}`)
  })
  fs.renameSync(`${file}.away`, file)
  expect(await models.get(id)).toMatchObject({ missing: false })
})

test('what is not there cannot be registered', async () => {
  const opened = await openModels()
  const nowhere = path.join(opened.projectDir, 'nowhere.gguf')
  await expect(registerGguf(opened, nowhere)).rejects.toMatchObject({ code: 'not_found' })
  expect(await opened.models.list()).toEqual([])
})

test.each([
  ['text in its place', Buffer.from('this was never a model')],
  ['an empty file', Buffer.alloc(0)],
  ['a header without its rest', Buffer.from('GGUF\u0003\u0000\u0000\u0000', 'latin1')]
])('%s is refused with a sentence before native code sees it', async (_what, content) => {
  const opened = await openModels()
  const { id } = await registerGguf(opened, opened.fileIn('models/broken.gguf', content))
  await expect(opened.models.modelFile(id)).rejects.toMatchObject({ code: 'model_unreadable' })
})

test('an adapter has no file of its own to load', async () => {
  const { models, fileIn } = await openModels()
  const baseModelId = await models.defaultBaseModelId()
  const { id } = await models.register({
    kind: 'adapter',
    name: 'calm v1',
    parentId: baseModelId,
    runId: null,
    path: path.dirname(fileIn('runs/r1/adapter/adapter_model.safetensors')),
    quantization: null,
    licence: null,
    canaryAgrees: null
  })
  await expect(models.modelFile(id)).rejects.toMatchObject({
    code: 'model_unreadable',
    message: containing('is an adapter and not a GGUF file')
  })
})

test('an unknown id is said to be gone', async () => {
  const { models } = await openModels()
  await expect(models.get('019a0000-0000-7000-8000-000000000000')).rejects.toMatchObject({
    code: 'not_found'
  })
})
