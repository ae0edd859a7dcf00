import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { formatBytes, sizeOnDisk } from '../../../src-main/models/size'
import { temporaryFolder } from '../../fixtures/project'

test('a folder weighs what all its files weigh, and nothing where nothing is', async () => {
  const dir = temporaryFolder()
  fs.mkdirSync(path.join(dir, 'deep'))
  fs.writeFileSync(path.join(dir, 'a'), 'four')
  fs.writeFileSync(path.join(dir, 'deep', 'b'), 'three')
  expect(await sizeOnDisk(dir)).toBe(9)
  expect(await sizeOnDisk(path.join(dir, 'a'))).toBe(4)
  expect(await sizeOnDisk(path.join(dir, 'gone'))).toBeNull()
})

test.each([
  [0, '1 MB'],
  [98_362_432, '98 MB'],
  [1_240_000_000, '1.2 GB']
])('%i bytes read as %s', (bytes, text) => {
  expect(formatBytes(bytes)).toBe(text)
})
