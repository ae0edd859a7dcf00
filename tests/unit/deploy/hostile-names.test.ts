import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { claimFolder, exportFolder } from '../../../src-main/deploy/export-folder'
import { hostileNames as names } from '../../fixtures/hostile/model-names'
import { temporaryFolder } from '../../fixtures/project'

test(`${String(names.length)} hostile names write nothing outside the project's models`, () => {
  const outer = temporaryFolder()
  const projectDir = path.join(outer, 'project')
  const models = path.join(projectDir, 'models')
  fs.mkdirSync(models, { recursive: true })
  fs.writeFileSync(path.join(outer, 'untouched'), 'as it was')
  expect(names).toHaveLength(200)

  const claimed = names.map((name, index) => {
    const adapterId = `adapter-${String(index)}`
    const folder = claimFolder(projectDir, { adapterId, name })
    // The same adapter finds its own again, and no other's.
    expect(claimFolder(projectDir, { adapterId, name })).toBe(folder)
    const { target, merged, gguf } = exportFolder(projectDir, { adapterId, name: folder })
    fs.writeFileSync(gguf('Q4_K_M'), '')
    fs.mkdirSync(merged)
    expect(path.dirname(target)).toBe(models)
    expect(path.dirname(gguf('Q4_K_M'))).toBe(target)
    return folder
  })

  expect(new Set(claimed).size).toBe(names.length)
  // What is on the disk is what was meant: nothing was cut, folded or put elsewhere.
  expect(fs.readdirSync(outer).sort()).toEqual(['project', 'untouched'])
  expect(fs.readFileSync(path.join(outer, 'untouched'), 'utf8')).toBe('as it was')
  expect(fs.readdirSync(projectDir)).toEqual(['models'])
  expect(fs.readdirSync(models).sort()).toEqual(claimed.toSorted())
  for (const folder of claimed) {
    expect(folder).toMatch(/^[\p{L}\p{N}][\p{L}\p{N}-]*$/u)
    expect(folder).not.toMatch(/^(con|prn|aux|nul|com\d|lpt\d)$/i)
    expect(Buffer.byteLength(`.${folder}-Q4_K_M.gguf.staged`)).toBeLessThan(255)
    expect(fs.readdirSync(path.join(models, folder)).sort()).toEqual(
      ['export.json', `${folder}-Q4_K_M.gguf`, 'merged'].sort()
    )
  }
})

test('a link in the place of a model leads nothing out of the project', () => {
  const outer = temporaryFolder()
  const projectDir = path.join(outer, 'project')
  const elsewhere = path.join(outer, 'elsewhere')
  fs.mkdirSync(path.join(projectDir, 'models'), { recursive: true })
  fs.mkdirSync(elsewhere)
  fs.symlinkSync(elsewhere, path.join(projectDir, 'models', 'calm'))
  expect(claimFolder(projectDir, { adapterId: 'a', name: 'Calm' })).toBe('calm-2')
  expect(fs.readdirSync(elsewhere)).toEqual([])
})
