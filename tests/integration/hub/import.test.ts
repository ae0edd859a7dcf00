import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { containing } from '../../fixtures/containing'
import { tinyModel } from '../../fixtures/hub/tiny-model'
import { temporaryFolder } from '../../fixtures/project'
import { insertFinishedRun } from '../models/finished-run'
import { hubProject } from './hub-project'

const starter = path.resolve(
  import.meta.dirname,
  '../../../resources/fetched/models/SmolLM2-135M-Instruct-Q4_1.gguf'
)

function modelFolder(): string {
  const folder = path.join(temporaryFolder(), 'my-model')
  fs.mkdirSync(folder)
  for (const [name, content] of tinyModel()) fs.writeFileSync(path.join(folder, name), content)
  return folder
}

const open = () => hubProject({ url: 'http://127.0.0.1:9' })

test('a folder is used where it is, or copied without what is not read', async () => {
  const { call, jobs, models, dataDir } = await open()
  const folder = modelFolder()
  fs.writeFileSync(path.join(folder, 'modeling.py'), 'print()')
  expect(await call('bases.check', { path: folder })).toMatchObject({
    problems: [],
    suggestedName: 'my-model'
  })

  const placed = await call('bases.import', { path: folder, name: 'Mine', how: 'inPlace' })
  expect(placed).toMatchObject({ done: true, model: { kind: 'base', path: folder, name: 'Mine' } })

  const copying = await call('bases.import', { path: folder, name: 'A copy', how: 'copy' })
  if (copying.done) throw new Error('A copy is made by a job.')
  expect((await jobs.finished(copying.jobId)).state.status).toBe('succeeded')
  const copy = (await models.list()).find(({ name }) => name === 'A copy')
  expect(copy?.path.startsWith(path.join(dataDir, 'base-models/copies'))).toBe(true)
  expect(fs.readdirSync(copy?.path ?? '').sort()).toEqual([...tinyModel().keys()].sort())

  // Removing deletes what Understudy copied, and leaves what is the person's.
  for (const { model } of await call('bases.list', {})) await call('bases.remove', { id: model.id })
  expect(await call('bases.list', {})).toEqual([])
  expect(fs.existsSync(copy?.path ?? '')).toBe(false)
  expect(fs.existsSync(path.join(folder, 'model.safetensors'))).toBe(true)
})

test('a folder with problems is not added, and says all of them', async () => {
  const { call, models } = await open()
  const folder = modelFolder()
  fs.rmSync(path.join(folder, 'tokenizer.json'))
  fs.truncateSync(path.join(folder, 'model.safetensors'), 1000)
  await expect(
    call('bases.import', { path: folder, name: 'Mine', how: 'inPlace' })
  ).rejects.toMatchObject({
    code: 'model_unreadable',
    message: containing('There is no tokenizer')
  })
  expect(await models.list()).toEqual([])
})

test('a GGUF file is a base, too, with what it inherits said', async () => {
  const { call, models } = await open()
  const file = path.join(temporaryFolder(), 'smollm.gguf')
  fs.copyFileSync(starter, file)
  const check = await call('bases.check', { path: file })
  expect(check).toMatchObject({ kind: 'gguf', architecture: 'llama', problems: [] })
  expect(check.warnings[0]).toContain('inherits its rounding')
  await call('bases.import', { path: file, name: 'From a file', how: 'inPlace' })
  await models.ensureStarter()
  const [first, second] = await call('bases.list', {})
  expect(first).toMatchObject({ source: 'starter', warning: containing('inherits its rounding') })
  expect(second).toMatchObject({ source: 'gguf', warning: containing('inherits its rounding') })
  await expect(call('bases.remove', { id: first?.model.id ?? '' })).rejects.toMatchObject({
    code: 'conflict'
  })
})

test('a base that something was made from stays', async () => {
  const { call, db } = await open()
  const added = await call('bases.import', { path: modelFolder(), name: 'Mine', how: 'inPlace' })
  if (!added.done) throw new Error('It is used where it is.')
  await insertFinishedRun(db, { baseModelId: added.model.id })
  await expect(call('bases.remove', { id: added.model.id })).rejects.toMatchObject({
    code: 'conflict',
    message: containing('Mine stays, as “')
  })
})
