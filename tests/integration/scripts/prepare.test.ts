import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'

let folder = ''

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'understudy-prepare-'))
  vi.stubEnv('UNDERSTUDY_CACHE', join(folder, 'cache'))
  // The modules read the cache's place when they are loaded.
  vi.resetModules()
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await rm(folder, { recursive: true, force: true })
})

it('unpacks a wheel with the modes of its programs, and leaves out what it is told to', async () => {
  const { unpack } = await import('../../../scripts/prepare/pip.mjs')
  const archive = join(folder, 'tool-1.0-py3-none-any.whl')
  makeWheel(archive)
  const target = join(folder, 'unpacked')
  await unpack({ archive, target, skip: ['*/dist-info/*'] })
  const program = join(target, 'tool-1.0.data/scripts/tool')
  expect(await readFile(program, 'utf8')).toBe('#!/bin/sh\necho tool\n')
  expect((await stat(program)).mode & 0o777).toBe(0o755)
  expect(existsSync(join(target, 'tool-1.0/dist-info/METADATA'))).toBe(false)
})

it('says in a sentence that an archive is damaged', async () => {
  const { unpack } = await import('../../../scripts/prepare/pip.mjs')
  const archive = join(folder, 'damaged.whl')
  await writeFile(archive, 'PK, but not really')
  const target = join(folder, 'unpacked')
  await expect(unpack({ archive, target })).rejects.toThrow(`${archive} could not be unpacked.`)
})

it('downloads a pinned file once and takes it from the cache for the next clone', async () => {
  const { isInPlace, putInPlace } = await import('../../../scripts/prepare/pinned-file.mjs')
  let downloads = 0
  const pinned = (path: string): Parameters<typeof putInPlace>[0] => ({
    path: join(folder, path),
    hash: sha256('the model'),
    mode: 0o755,
    download: async (scratch) => {
      downloads += 1
      await writeFile(join(scratch, 'file'), 'the model')
      return join(scratch, 'file')
    }
  })
  await putInPlace(pinned('one/model.gguf'), () => undefined)
  await putInPlace(pinned('two/model.gguf'), () => undefined)
  expect(downloads).toBe(1)
  expect(await isInPlace(pinned('two/model.gguf'))).toBe(true)
  expect((await stat(join(folder, 'two/model.gguf'))).mode & 0o777).toBe(0o755)
})

it('throws away a download that is another file than the one it knows', async () => {
  const { putInPlace } = await import('../../../scripts/prepare/pinned-file.mjs')
  const path = join(folder, 'model.gguf')
  const download = async (scratch: string): Promise<string> => {
    await writeFile(join(scratch, 'file'), 'something else')
    return join(scratch, 'file')
  }
  const put = putInPlace({ path, hash: sha256('the model'), download }, () => undefined)
  await expect(put).rejects.toThrow('is not the file that was expected')
  expect(existsSync(path)).toBe(false)
  expect(await readdir(join(folder, 'cache'))).toEqual([])
})

it('repairs a pinned file that was damaged in place', async () => {
  const { isInPlace, putInPlace } = await import('../../../scripts/prepare/pinned-file.mjs')
  const file = {
    path: join(folder, 'model.gguf'),
    hash: sha256('the model'),
    download: async (scratch: string) => {
      await writeFile(join(scratch, 'file'), 'the model')
      return join(scratch, 'file')
    }
  }
  await putInPlace(file, () => undefined)
  await writeFile(file.path, 'the mo')
  expect(await isInPlace(file)).toBe(false)
  await putInPlace(file, () => undefined)
  expect(await readFile(file.path, 'utf8')).toBe('the model')
})

it('clears away what a killed run has left, and leaves a running one alone', async () => {
  const { inScratch } = await import('../../../scripts/prepare/files.mjs')
  const cache = join(folder, 'cache')
  await mkdir(join(cache, 'scratch-killed'), { recursive: true })
  await mkdir(join(cache, 'scratch-running'))
  const long = new Date('2020-01-01')
  await utimes(join(cache, 'scratch-killed'), long, long)
  await inScratch(async () => undefined)
  expect(await readdir(cache)).toEqual(['scratch-running'])
})

it('sees the newest change in a folder, a deleted file included', async () => {
  const { newestChange } = await import('../../../scripts/app/build.mjs')
  const sources = join(folder, 'src')
  await mkdir(sources)
  await writeFile(join(sources, 'kept.ts'), '')
  await writeFile(join(sources, 'deleted.ts'), '')
  const long = new Date('2020-01-01')
  for (const name of ['kept.ts', 'deleted.ts', '.']) await utimes(join(sources, name), long, long)
  expect(await newestChange([sources])).toBe(long.getTime())
  await rm(join(sources, 'deleted.ts'))
  expect(await newestChange([sources])).toBeGreaterThan(long.getTime())
})

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex')

function makeWheel(path: string): void {
  const script = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], 'w') as wheel:
    program = zipfile.ZipInfo('tool-1.0.data/scripts/tool')
    program.external_attr = 0o100755 << 16
    wheel.writestr(program, '#!/bin/sh\\necho tool\\n')
    wheel.writestr('tool-1.0/dist-info/METADATA', 'Name: tool')
`
  execFileSync('python3', ['-c', script, path])
}
