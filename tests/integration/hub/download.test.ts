import fs from 'node:fs'
import path from 'node:path'
import { expect, test, vi } from 'vitest'
import type { JobState } from '../../../src-preload/contract/jobs'
import { containing } from '../../fixtures/containing'
import { startHub } from '../../fixtures/hub/hub-double'
import { REVISION } from '../../fixtures/hub/repository'
import { tinyModel, tinyModelInParts } from '../../fixtures/hub/tiny-model'
import { hubProject } from './hub-project'

const QWEN = 'Qwen/Qwen3-0.6B'
const OTHER = 'someone/tiny-thing'

const reason = (state: JobState): string =>
  state.status === 'failed' ? `${state.error.message}\n${state.error.detail ?? ''}` : state.status

async function open({ files = tinyModel(), freeBytes = 1e12 } = {}) {
  const hub = await startHub({ [QWEN]: { files }, [OTHER]: { files } })
  return { hub, files, ...(await hubProject(hub, { freeBytes })) }
}

test('a repository is fetched whole, checked, pinned to its commit and added as a base', async () => {
  const { hub, files, download, models, dataDir, find } = await open()
  files.set('pytorch_model.bin', Buffer.from('a pickle'))
  files.set('consolidated.safetensors', Buffer.from('another copy'))
  files.set('modeling_tiny.py', Buffer.from('print()'))
  expect(await find(QWEN)).toMatchObject({ state: { state: 'absent' }, jobId: null })

  const job = await download(QWEN)
  expect(job.state.status, reason(job.state)).toBe('succeeded')
  expect(job.title).toBe('Download Qwen3 0.6B')
  const base = (await models.list()).find(({ kind }) => kind === 'base')
  expect(base).toMatchObject({
    name: 'Qwen3 0.6B',
    licence: 'Apache-2.0',
    origin: { repository: QWEN, revision: REVISION },
    path: path.join(dataDir, 'base-models/hub/Qwen--Qwen3-0.6B', REVISION)
  })
  expect(fs.readdirSync(base?.path ?? '').sort()).toEqual([
    'LICENSE',
    'chat_template.jinja',
    'config.json',
    'generation_config.json',
    'model.safetensors',
    'tokenizer.json',
    'tokenizer_config.json',
    'understudy-download.json'
  ])
  for (const name of ['model.safetensors', 'config.json']) {
    expect(fs.readFileSync(path.join(base?.path ?? '', name))).toEqual(files.get(name))
  }
  expect(await find(QWEN)).toMatchObject({ state: { state: 'added', modelId: base?.id } })
  expect(await models.baseModel(base?.id ?? '')).toMatchObject({ folder: base?.path })
  // Every file was asked for by the commit, and nothing but what is needed.
  const fetched = hub.requests.filter(({ path: asked }) => asked.includes('/resolve/'))
  expect(fetched.every(({ path: asked }) => asked.includes(REVISION))).toBe(true)
  expect(fetched).toHaveLength(7)
})

test('another project adds what is on the machine without asking the hub', async () => {
  const first = await open()
  await first.download(QWEN)
  const second = await hubProject(first.hub, { dataDir: first.dataDir })
  expect(await second.find(QWEN)).toMatchObject({ state: { state: 'onMachine' } })
  first.hub.close()
  const job = await second.download(QWEN)
  expect(job.state.status, reason(job.state)).toBe('succeeded')
  expect(await second.find(QWEN)).toMatchObject({ state: { state: 'added' } })
})

test('a repository outside the catalogue is listed once it was begun, weights in parts', async () => {
  const { download, find, models } = await open({ files: tinyModelInParts() })
  expect(await find(OTHER)).toBeUndefined()
  const job = await download(OTHER, 'main')
  expect(job.state.status, reason(job.state)).toBe('succeeded')
  expect(await find(OTHER)).toMatchObject({ name: 'tiny-thing', facts: null })
  expect((await models.list()).find(({ kind }) => kind === 'base')).toMatchObject({
    name: 'tiny-thing',
    licence: 'apache-2.0'
  })
})

test('connections that break are gone on with where they broke', async () => {
  const { hub, download, waits } = await open()
  hub.switches.cut = { afterBytes: 20_000, times: 3 }
  const job = await download(QWEN)
  expect(job.state.status, reason(job.state)).toBe('succeeded')
  const starts = hub.requests.flatMap(({ host, range }) =>
    host === 'store' && range !== null ? [Number(range.slice('bytes='.length, -1))] : []
  )
  // Of what was on its way when it broke, some may be lost; what is on the disk never is.
  expect(starts).toEqual(starts.toSorted((a, b) => a - b))
  expect(starts.at(-1)).toBeLessThanOrEqual(60_000)
  expect(waits).toHaveLength(3)
})

test('a store that does not know ranges sends the file from its beginning', async () => {
  const { hub, download } = await open()
  hub.switches.wholeFilesOnly = true
  hub.switches.cut = { afterBytes: 20_000, times: 1 }
  const job = await download(QWEN)
  expect(job.state.status, reason(job.state)).toBe('succeeded')
})

test('a busy hub is given the time it asks for, and a silent one ever more', async () => {
  const { hub, download, waits } = await open()
  hub.switches.refuse = { status: 429, times: 2, retryAfter: '7' }
  expect((await download(QWEN)).state.status).toBe('succeeded')
  expect(waits).toEqual([7000, 7000])

  hub.switches.refuse = { status: 503, times: 100 }
  const job = await download(OTHER)
  expect(job.state).toMatchObject({
    status: 'failed',
    error: { code: 'hub_refused', message: containing('could not answer just now') }
  })
  expect(waits.slice(2)).toEqual([1000, 2000, 4000, 8000, 16_000])
})

test('a file that came damaged is thrown away and fetched once more, then refused', async () => {
  const { hub, download, find, jobs } = await open()
  hub.switches.damaged = { name: 'model.safetensors', times: 1 }
  expect((await download(QWEN)).state.status).toBe('succeeded')

  hub.switches.damaged = { name: 'model.safetensors', times: 2 }
  const job = await download(OTHER)
  expect(job.state).toMatchObject({
    status: 'failed',
    error: {
      code: 'download_damaged',
      message: containing('model.safetensors of someone/tiny-thing')
    }
  })
  expect(await find(OTHER)).toMatchObject({ state: { state: 'partial' } })
  await jobs.retry(job.id)
  expect((await jobs.finished(job.id)).state.status).toBe('succeeded')
})

test('a small file that came damaged is known by git’s hash', async () => {
  const { hub, download } = await open()
  hub.switches.damaged = { name: 'config.json', times: 2 }
  expect((await download(QWEN)).state).toMatchObject({ error: { code: 'download_damaged' } })
})

test('a stopped download keeps what it has, is continued, or discarded', async () => {
  const { hub, call, jobs, find } = await open()
  hub.switches.holdAfterBytes = 30_000
  const { jobId } = await call('bases.download', { repository: QWEN })
  await vi.waitFor(() => expect(hub.holding()).toBe(1), { timeout: 30_000 })
  // A second click joins the download that runs.
  expect(await call('bases.download', { repository: QWEN })).toEqual({ jobId })
  await expect(call('bases.discard', { repository: QWEN })).rejects.toMatchObject({
    code: 'conflict'
  })
  await vi.waitFor(
    async () => {
      const state = (await find(QWEN))?.state
      expect(state?.state === 'partial' ? state.bytes : 0).toBeGreaterThan(30_000)
    },
    { timeout: 30_000 }
  )
  await jobs.cancel(jobId)
  expect((await jobs.finished(jobId)).state.status).toBe('cancelled')
  const state = (await find(QWEN))?.state
  expect(state).toMatchObject({ state: 'partial' })

  hub.release()
  await jobs.retry(jobId)
  const job = await jobs.finished(jobId)
  expect(job.state.status, reason(job.state)).toBe('succeeded')
  expect(hub.requests.some(({ range }) => range === 'bytes=30000-')).toBe(true)

  hub.switches.cut = { afterBytes: 100, times: 100 }
  const failed = await call('bases.download', { repository: OTHER })
  await jobs.cancel(failed.jobId)
  await jobs.finished(failed.jobId)
  await call('bases.discard', { repository: OTHER })
  expect((await find(OTHER))?.state).toEqual({ state: 'absent' })
})

test('what a closed app left is gone on with, and what the disk has harmed is noticed', async () => {
  const project = await open()
  const { hub, call, jobs } = project
  hub.switches.holdAfterBytes = 30_000
  const { jobId } = await call('bases.download', { repository: QWEN })
  await vi.waitFor(() => expect(hub.holding()).toBe(1), { timeout: 30_000 })
  const part = path.join(
    project.dataDir,
    'base-models/hub/Qwen--Qwen3-0.6B/part/model.safetensors.part'
  )
  await vi.waitFor(() => expect(fs.statSync(part).size).toBe(30_000), { timeout: 30_000 })
  await jobs.close()
  hub.release()
  fs.writeFileSync(part, Buffer.alloc(30_000, 1))

  const reopened = project.open()
  await reopened.jobs.recover()
  expect((await reopened.jobs.get(jobId)).state.status).toBe('interrupted')
  await reopened.jobs.retry(jobId)
  const job = await reopened.jobs.finished(jobId)
  expect(job.state.status, reason(job.state)).toBe('succeeded')
  const ranges = hub.requests.filter(({ path: asked }) => asked.endsWith('model.safetensors'))
  expect(ranges.some(({ range }) => range === 'bytes=30000-')).toBe(true)
  expect(ranges.at(-1)?.range).toBeNull()
})

test('on a disk that is too small nothing is begun', async () => {
  const { download } = await open({ freeBytes: 1000 })
  expect((await download(QWEN)).state).toMatchObject({
    status: 'failed',
    error: { code: 'disk_full', message: containing('Downloading Qwen3 0.6B needs about') }
  })
})

test('a model of another kind is refused before its weights are fetched', async () => {
  const files = tinyModel()
  files.set(
    'config.json',
    Buffer.from(JSON.stringify({ architectures: ['MambaForCausalLM'], model_type: 'mamba' }))
  )
  files.delete('chat_template.jinja')
  const { hub, download } = await open({ files })
  const { state } = await download(OTHER)
  expect(state).toMatchObject({ status: 'failed', error: { code: 'model_unreadable' } })
  expect(reason(state)).toContain('MambaForCausalLM cannot be trained here')
  expect(reason(state)).toContain('no chat template')
  expect(hub.requests.some(({ path: asked }) => asked.includes('model.safetensors'))).toBe(false)
})

test('weights that could run programs are not fetched', async () => {
  const files = tinyModel()
  files.delete('model.safetensors')
  files.set('pytorch_model.bin', Buffer.from('a pickle'))
  const { state } = await (await open({ files })).download(OTHER)
  expect(reason(state)).toContain('only in a format that can run programs')
})
