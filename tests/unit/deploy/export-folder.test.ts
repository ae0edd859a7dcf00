import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { claimFolder, exportFolder } from '../../../src-main/deploy/export-folder'
import { temporaryFolder } from '../../fixtures/project'

test('files are named by the model and its quantization', () => {
  const folder = exportFolder('/p', { adapterId: 'a1', name: 'calm-engineer-v2' })
  expect(folder.gguf('Q4_K_M')).toBe(
    path.join('/p', 'models', 'calm-engineer-v2', 'calm-engineer-v2-Q4_K_M.gguf')
  )
  expect(folder.merged).toBe(path.join('/p', 'models', 'calm-engineer-v2', 'merged'))
  expect(folder.before).toBe(path.join('/p', 'exports', 'a1', 'canary-before.json'))
})

test.each([
  ['calm-engineer v2', 'calm-engineer-v2'],
  ['../../etc/passwd', 'etc-passwd'],
  ['Café “Zürich”', 'cafe-zurich'],
  ['🙂', 'model']
])('the model %s gets the folder %s', (name, folder) => {
  expect(claimFolder(temporaryFolder(), { adapterId: 'a1', name })).toBe(folder)
})

test('an adapter keeps its folder; another one of the same name gets its own', () => {
  const dir = temporaryFolder()
  const claim = (adapterId: string) => claimFolder(dir, { adapterId, name: 'calm v1' })
  expect(claim('a1')).toBe('calm-v1')
  expect(claim('a2')).toBe('calm-v1-2')
  expect(claim('a1')).toBe('calm-v1')
  expect(claim('a2')).toBe('calm-v1-2')
})

test('a folder that the person put there is left alone', () => {
  const dir = temporaryFolder()
  const theirs = path.join(dir, 'models', 'calm-v1')
  fs.mkdirSync(theirs, { recursive: true })
  fs.writeFileSync(path.join(theirs, 'calm-v1-Q4_K_M.gguf'), 'mine')
  expect(claimFolder(dir, { adapterId: 'a1', name: 'calm v1' })).toBe('calm-v1-2')
  expect(fs.readdirSync(theirs)).toEqual(['calm-v1-Q4_K_M.gguf'])
})
