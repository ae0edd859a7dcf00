import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { createClient } from '../../../src-main/client'
import { runHandlers } from '../../../src-main/training/handlers'
import { runFolder } from '../../../src-main/training/run-folder'
import { rankedProject } from './ranked-project'

async function twoFailedRuns() {
  const project = await rankedProject({ rankings: 4, ggufPath: '/nowhere/m.gguf' })
  const { db, runs, jobs, start, projectDir } = project
  const first = await start()
  const second = await start(undefined, { overrides: { dpo: { beta: 0.3 } } })
  await Promise.all([jobs.finished(first.jobId), jobs.finished(second.jobId)])
  const call = createClient(runHandlers({ runs, db, projectDir, changed: () => undefined }))
  return { ...project, call, first, second }
}

test('a run is renamed and noted; compared with another, only what differs is shown', async () => {
  const { call, first, second } = await twoFailedRuns()
  expect(
    await call('runs.update', { id: first.id, name: 'calm', notes: 'Try again.' })
  ).toMatchObject({ name: 'calm', notes: 'Try again.' })
  const { differences } = await call('runs.compare', { ids: [first.id, second.id] })
  expect(differences).toEqual([{ key: 'dpo.beta', values: ['0.1', '0.3'] }])
})

test('deleting a run frees its bytes for good, and its number is never given again', async () => {
  const { call, runs, jobs, start, projectDir, first, second } = await twoFailedRuns()
  const { dir, output } = runFolder(projectDir, second.id)
  const checkpoint = path.join(output('dpo'), 'checkpoints', 'step-00000001')
  fs.mkdirSync(checkpoint, { recursive: true })
  fs.writeFileSync(path.join(checkpoint, 'weights'), Buffer.alloc(1000))
  const size = await call('runs.size', { id: second.id })
  expect(size).toMatchObject({ checkpointBytes: 1000, models: [] })
  expect(size.totalBytes).toBeGreaterThanOrEqual(1000)
  await expect(call('runs.delete', { id: second.id, what: 'checkpoints' })).rejects.toMatchObject({
    code: 'conflict'
  })
  await call('runs.delete', { id: second.id, what: 'all' })
  expect(fs.existsSync(dir)).toBe(false)
  expect((await runs.list()).map(({ id }) => id)).toEqual([first.id])
  await expect(runs.get(second.id)).rejects.toMatchObject({ code: 'not_found' })
  const third = await start()
  expect(third.number).toBe(3)
  await jobs.finished(third.jobId)
})
