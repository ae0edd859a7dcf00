import path from 'node:path'
import { expect, test } from 'vitest'
import { assertSpace, freeBytesOnDisk } from '../../../src-main/models/disk-space'
import { temporaryFolder } from '../../fixtures/project'

const merge = (free: number, bytes: number, dir = temporaryFolder()) =>
  assertSpace({ doing: 'Merging “calm”', dir, bytes, freeBytes: async () => free })

test('a disk with room lets the step begin', async () => {
  await expect(merge(1e9, 270e6)).resolves.toBeUndefined()
})

test('a full disk says how much is needed, how much is free and how much to free', async () => {
  await expect(merge(100e6, 270e6)).rejects.toMatchObject({
    code: 'disk_full',
    message:
      'Merging “calm” needs about 348 MB, and the disk has 100 MB free, so it was not started. Everything saved before is unharmed.',
    remedy: { text: 'Free at least 248 MB, then try it again.', action: 'retry' }
  })
})

test('the disk of a folder that is not there yet is that of the nearest one that is', async () => {
  const asked: string[] = []
  const dir = temporaryFolder()
  await assertSpace({
    doing: 'Merging',
    dir: path.join(dir, 'models', 'calm'),
    bytes: 1,
    freeBytes: async (folder) => {
      asked.push(folder)
      return 1e12
    }
  })
  expect(asked).toEqual([dir])
})

test('the real disk answers', async () => {
  expect(await freeBytesOnDisk(temporaryFolder())).toBeGreaterThan(0)
})
