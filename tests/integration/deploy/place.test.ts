import fs from 'node:fs'
import path from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { Findings } from '../../../src-main/deploy/deployment/findings'
import type { StoredDeployment } from '../../../src-main/deploy/deployment/repository'
import { placeInStudio } from '../../../src-main/deploy/lm-studio/place'
import { studioAt } from '../../../src-main/deploy/lm-studio/studio'
import { freeBytesOnDisk, type FreeBytes } from '../../../src-main/models/disk-space'
import { containing } from '../../fixtures/containing'
import { hostileNames } from '../../fixtures/hostile/model-names'
import { temporaryFolder } from '../../fixtures/project'
import { contentsOf } from './deployed-project'

/** An LM Studio that is installed and not open, with one model of somebody else's. */
function closedStudio(): { outer: string; modelsFolder: string; userHome: string; file: string } {
  const outer = temporaryFolder()
  const userHome = path.join(outer, 'home')
  const modelsFolder = path.join(outer, 'models')
  const home = path.join(userHome, '.lmstudio')
  fs.mkdirSync(home, { recursive: true })
  fs.writeFileSync(
    path.join(home, 'settings.json'),
    JSON.stringify({ downloadsFolder: modelsFolder })
  )
  fs.mkdirSync(path.join(modelsFolder, 'others/model'), { recursive: true })
  fs.writeFileSync(path.join(modelsFolder, 'others/model/model.gguf'), 'theirs')
  const file = path.join(outer, 'calm-Q4_K_M.gguf')
  fs.writeFileSync(file, 'weights')
  return { outer, modelsFolder, userHome, file }
}

/** Places the file as the step does; what it writes down is returned, and handed in again. */
async function place(
  { userHome, file }: { userHome: string; file: string },
  {
    name,
    findings = Findings.parse({}),
    freeBytes = freeBytesOnDisk,
    progress = () => undefined
  }: {
    name: string
    findings?: Findings
    freeBytes?: FreeBytes
    progress?: (fraction: number | null, message: string) => void
  }
): Promise<{ placedAt: string; findings: Findings; said: unknown }> {
  const known = { findings, placedAt: '' }
  const deployment: StoredDeployment = { ...empty, name, findings }
  const said = await placeInStudio(
    {
      studio: studioAt({ root: 'http://127.0.0.1:9', token: null, userHome }),
      freeBytes
    },
    {
      deployment,
      file,
      signal: new AbortController().signal,
      progress,
      log: () => undefined,
      save: async ({ findings: news, placedAt }) => {
        known.findings = { ...known.findings, ...news }
        known.placedAt = placedAt ?? known.placedAt
      }
    }
  )
  return { ...known, said }
}

test('200 hostile names: every file lies two folders below the models folder, and nothing else', async () => {
  const studio = closedStudio()
  const { outer, modelsFolder } = studio
  const others = contentsOf(path.join(modelsFolder, 'others'))
  const placed: string[] = []
  for (const name of hostileNames) placed.push((await place(studio, { name })).placedAt)

  expect(hostileNames).toHaveLength(200)
  expect(new Set(placed).size).toBe(200)
  expect(fs.readdirSync(outer).sort()).toEqual(['calm-Q4_K_M.gguf', 'home', 'models'])
  expect(fs.readdirSync(modelsFolder).sort()).toEqual(['others', 'understudy'])
  expect(contentsOf(path.join(modelsFolder, 'others'))).toEqual(others)
  const publisher = path.join(modelsFolder, 'understudy')
  const folders = fs.readdirSync(publisher)
  expect(folders.toSorted()).toEqual(
    placed.map((file) => path.basename(path.dirname(file))).toSorted()
  )
  for (const folder of folders) {
    expect(fs.readdirSync(path.join(publisher, folder))).toEqual([`${folder}-Q4_K_M.gguf`])
  }
}, 240_000)

test('what an app left that was killed in the middle is finished, whole and once', async () => {
  const studio = closedStudio()
  const publisher = path.join(studio.modelsFolder, 'understudy')
  const whole = {
    calm: 'folder',
    'calm/calm-Q4_K_M.gguf': contentsOf(studio.outer)['calm-Q4_K_M.gguf']
  }
  const name = 'Calm'
  const findings = Findings.parse({ folderName: 'calm' })

  // The name was written down, the folder not yet made.
  await place(studio, { name, findings })
  expect(contentsOf(publisher)).toEqual(whole)
  // Half of it was copied.
  fs.rmSync(path.join(publisher, 'calm/calm-Q4_K_M.gguf'))
  fs.writeFileSync(path.join(publisher, 'calm/.calm-Q4_K_M.gguf.part'), 'wei')
  await place(studio, { name, findings })
  expect(contentsOf(publisher)).toEqual(whole)
  // It was whole and had its name, as a copy on another disk has, and nobody had written that down.
  fs.rmSync(path.join(publisher, 'calm/calm-Q4_K_M.gguf'))
  fs.copyFileSync(studio.file, path.join(publisher, 'calm/calm-Q4_K_M.gguf'))
  const { findings: known } = await place(studio, { name, findings })
  expect(contentsOf(publisher)).toEqual(whole)
  expect(known.placed?.how).toBe('copy')
})

test('on another disk it is copied, whole, where there is room; the source stays as it is', async () => {
  const studio = closedStudio()
  // As link and clone say it across two disks.
  const across = Object.assign(new Error('cross-device link not permitted'), { code: 'EXDEV' })
  const link = vi.spyOn(fs.promises, 'link').mockRejectedValue(across)
  const clone = vi.spyOn(fs.promises, 'copyFile').mockRejectedValue(across)
  onTestFinished(() => {
    vi.restoreAllMocks()
  })
  const told: string[] = []
  const { placedAt, findings, said } = await place(studio, {
    name: 'Calm',
    progress: (_fraction, message) => told.push(message)
  })
  expect([clone.mock.calls.length, link.mock.calls.length]).toEqual([1, 1])
  expect(findings.placed).toMatchObject({ how: 'copy', sizeBytes: 7, path: placedAt })
  expect(said).toBe('models/understudy/calm')
  expect(told.at(-1)).toBe('Copying, 1 MB of 1 MB')
  expect(contentsOf(path.dirname(placedAt))).toEqual({
    'calm-Q4_K_M.gguf': contentsOf(studio.outer)['calm-Q4_K_M.gguf']
  })
  expect(fs.statSync(placedAt).ino).not.toBe(fs.statSync(studio.file).ino)

  const full = { name: 'Calm', freeBytes: async () => 3 }
  await expect(place(studio, full)).rejects.toMatchObject({ code: 'disk_full' })
  const left = contentsOf(path.join(studio.modelsFolder, 'understudy'))
  expect(Object.keys(left).filter((name) => name.includes('gguf'))).toEqual([
    'calm/calm-Q4_K_M.gguf'
  ])
})

test('a folder that somebody has put something into since is theirs: another one is taken', async () => {
  const studio = closedStudio()
  const theirs = path.join(studio.modelsFolder, 'understudy/calm')
  fs.mkdirSync(theirs, { recursive: true })
  fs.writeFileSync(path.join(theirs, 'notes.txt'), 'mine')
  const findings = Findings.parse({ folderName: 'calm' })
  const { placedAt } = await place(studio, { name: 'Calm', findings })
  expect(path.relative(studio.modelsFolder, placedAt)).toBe('understudy/calm-2/calm-2-Q4_K_M.gguf')
  expect(fs.readdirSync(theirs)).toEqual(['notes.txt'])
})

test('a link in the place of our folder is not followed', async () => {
  const studio = closedStudio()
  const elsewhere = path.join(studio.outer, 'elsewhere')
  fs.mkdirSync(elsewhere)
  fs.symlinkSync(elsewhere, path.join(studio.modelsFolder, 'understudy'))
  await expect(place(studio, { name: 'Calm' })).rejects.toMatchObject({
    code: 'forbidden',
    message: containing('is a link to another place'),
    repairs: containingShowFile
  })
  expect(fs.readdirSync(elsewhere)).toEqual([])
})

test('a models folder on a disk that is not connected is not made anew', async () => {
  const studio = closedStudio()
  const gone = path.join(studio.outer, 'Volumes/External')
  const settings = path.join(studio.userHome, '.lmstudio/settings.json')
  fs.writeFileSync(settings, JSON.stringify({ downloadsFolder: path.join(gone, 'models') }))
  await expect(place(studio, { name: 'Calm' })).rejects.toMatchObject({
    message: containing('the disk that holds it may not be connected'),
    repairs: containingShowFile
  })
  expect(fs.existsSync(gone)).toBe(false)
})

const containingShowFile: unknown = expect.arrayContaining([
  expect.objectContaining({ kind: 'showFile' })
])

const empty: StoredDeployment = {
  id: '',
  target: 'lmstudio',
  source: { from: 'file', modelId: '' },
  name: '',
  runId: null,
  adapterId: null,
  modelId: null,
  quantization: 'Q4_K_M',
  contextLength: 4096,
  contextReason: '',
  jobId: '',
  steps: [],
  unload: [],
  repairs: [],
  findings: Findings.parse({}),
  placedAt: null,
  key: null,
  instanceId: null,
  question: '',
  proof: null,
  onStage: false,
  createdAt: 0
}
