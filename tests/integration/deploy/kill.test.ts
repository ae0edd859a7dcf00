import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import readline from 'node:readline'
import { build } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openDatabase } from '../../../src-main/database/connection'
import { getDeployment } from '../../../src-main/deploy/deployment/repository'
import type { EmbeddedEngine } from '../../../src-main/generation/embedded/client'
import { buildHost, startEngine } from '../../fixtures/generation/embedded'
import { lmStudio } from '../../fixtures/generation/engines'
import { temporaryFolder } from '../../fixtures/project'
import { bentModel, contentsOf } from './deployed-project'

const root = path.resolve(import.meta.dirname, '../../..')

let engine: EmbeddedEngine
let host: string
let program: string
beforeAll(async () => {
  host = await buildHost()
  program = await buildApp()
  engine = startEngine(host).engine
})
afterAll(() => engine.close())

/** Between the step at which the app is killed and the end, LM Studio behaves so that it lasts. */
const slow = {
  index: { indexDelay: 'never' as const },
  load: { loadSeconds: 1 }
}

test(
  'an app that is killed at each step goes on there: one whole file, none half, no other touched',
  { timeout: 180_000 },
  async () => {
    const studio = await lmStudio({ engine })
    const others = contentsOf(studio.modelsFolder)
    const projectDir = temporaryFolder()
    const file = bentModel(path.join(temporaryFolder(), 'bent.gguf'))
    const app = { root, projectDir, userHome: studio.userHome, url: studio.url, host, file }

    let deploymentId: string | null = null
    for (const step of ['train', 'merge', 'convert', 'place', 'index', 'load', 'prove'] as const) {
      studio.set(step === 'index' || step === 'load' ? slow[step] : {})
      deploymentId = await killAt(step, { ...app, deploymentId, hold: step })
      studio.set({ indexDelay: 0, loadSeconds: 0 })
      const visible = Object.keys(ggufIn(studio.modelsFolder))
      expect(visible.length, `files after ${step}`).toBeLessThanOrEqual(2)
    }
    expect(await runToEnd({ ...app, deploymentId, hold: '' })).toMatchObject({
      status: 'succeeded',
      message: 'calm v1 is on stage: it answers in LM Studio.'
    })

    const { understudy, ...left } = contentsOf(studio.modelsFolder)
    const placed = 'understudy/calm-v1/calm-v1-Q4_K_M.gguf'
    expect(understudy).toBe('folder')
    expect(left).toEqual({
      ...others,
      'understudy/calm-v1': 'folder',
      [placed]: contentsOf(path.dirname(file))['bent.gguf']
    })
    expect(studio.loadedIds()).toEqual(['calm-v1'])
    const db = await openDatabase(projectDir)
    const deployment = await getDeployment(db, String(deploymentId))
    await db.destroy()
    expect(deployment.proof?.checks.every(({ passed }) => passed)).toBe(true)
    expect(deployment).toMatchObject({ onStage: true, key: 'calm-v1' })
  }
)

type Settings = {
  root: string
  projectDir: string
  userHome: string
  url: string
  host: string
  file: string
  deploymentId: string | null
  hold: string
}

/** Kills the app with SIGKILL as soon as it is at this step; returns the deployment's id. */
async function killAt(step: string, settings: Settings): Promise<string> {
  const app = startApp(settings)
  let id = settings.deploymentId
  for await (const line of app.lines) {
    const [word, rest] = [line.split(' ', 1)[0], line.slice(line.indexOf(' ') + 1)]
    if (word === 'id') id = rest
    if (word === 'ended') throw new Error(`It ended before ${step}: ${rest}`)
    if (word === 'step' && rest === step) break
  }
  app.process.kill('SIGKILL')
  await app.gone
  if (id === null) throw new Error(`The app said nothing. ${app.errors()}`)
  return id
}

async function runToEnd(settings: Settings): Promise<unknown> {
  const app = startApp(settings)
  let end: unknown = app.errors()
  for await (const line of app.lines) {
    if (line.startsWith('ended ')) end = JSON.parse(line.slice('ended '.length))
  }
  await app.gone
  return end
}

function startApp(settings: Settings) {
  const child = spawn(process.execPath, [program, JSON.stringify(settings)], {
    stdio: ['ignore', 'pipe', 'pipe']
  })
  let errors = ''
  child.stderr.on('data', (text: Buffer) => (errors += text.toString()))
  return {
    process: child,
    lines: readline.createInterface({ input: child.stdout }),
    gone: once(child, 'exit'),
    errors: () => errors
  }
}

function ggufIn(dir: string): Record<string, string> {
  return Object.fromEntries(
    fs
      .readdirSync(dir, { recursive: true, withFileTypes: true })
      .filter(({ name }) => name.endsWith('.gguf'))
      .map((entry) => [path.join(entry.parentPath, entry.name), entry.name])
  )
}

async function buildApp(): Promise<string> {
  const outDir = path.join(root, 'node_modules/.cache/understudy-tests/killed-app')
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    resolve: { alias: { '@contract': path.join(root, 'src-preload/contract') } },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: true,
      target: 'node24',
      rolldownOptions: {
        input: { 'killed-app': path.join(import.meta.dirname, 'killed-app.ts') },
        output: { format: 'es', entryFileNames: '[name].mjs' }
      }
    }
  })
  return path.join(outDir, 'killed-app.mjs')
}
