import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { expect, onTestFinished } from 'vitest'
import type { Deployment, DeployTarget, Repair } from '@contract/deployments'
import { createClient, type Client } from '../../../src-main/client'
import type { Database } from '../../../src-main/database/schema'
import { deploymentHandlers } from '../../../src-main/deploy/deployment/deployments'
import { createTargets } from '../../../src-main/deploy/targets'
import type { Events } from '../../../src-main/events'
import { createEngines } from '../../../src-main/generation/engines'
import type { EmbeddedEngine } from '../../../src-main/generation/embedded/client'
import { createServer } from '../../../src-main/generation/openai-compatible/server'
import { JobRunner } from '../../../src-main/jobs/runner'
import { freeBytesOnDisk, type FreeBytes } from '../../../src-main/models/disk-space'
import { createModels, type Models } from '../../../src-main/models/models'
import { memorySecrets } from '../../../src-main/secrets'
import { createRuns } from '../../../src-main/training/runs'
import { starterModel } from '../../fixtures/generation/embedded'
import { places } from './trained-project'

/** Greedy and fixed: enough words to compare, few enough to be quick. */
const PROOF_TOKENS = 8

/**
 * The starter model with its last tensor, the output norm, bent: a file of the same size that reads
 * and writes well, and says other things. It stands for a tuned one.
 */
export function bentModel(target: string): string {
  fs.mkdirSync(path.dirname(target), { recursive: true })
  fs.copyFileSync(starterModel(), target)
  const bytes = 576 * 4
  const handle = fs.openSync(target, 'r+')
  const start = fs.fstatSync(handle).size - bytes
  const norm = Buffer.alloc(bytes)
  fs.readSync(handle, norm, 0, bytes, start)
  for (let at = 0; at < bytes; at += 4) {
    norm.writeFloatLE(norm.readFloatLE(at) * (at % 8 === 0 ? 1.25 : 0.8), at)
  }
  fs.writeSync(handle, norm, 0, bytes, start)
  fs.closeSync(handle)
  return target
}

export type Deployed = {
  call: Client
  jobs: JobRunner
  models: Models
  /** Starts one from a file, and waits until it has ended, whichever way. */
  deploy: (
    modelId: string,
    choices?: { target?: DeployTarget; contextLength?: number; unload?: string[] }
  ) => Promise<Deployment>
  /** As a click on a repair does. */
  repair: (deployment: Deployment, repair: Repair) => Promise<Deployment>
  settled: (id: string) => Promise<Deployment>
}

/** The services that deliver, as the app makes them, over one project. */
export async function openDeployed(options: {
  project: { projectDir: string; db: Database; events: Events }
  engine: EmbeddedEngine
  userHome: string
  /** LM Studio's address, Ollama's. */
  url?: string
  ollama?: string
  indexTimeoutMs?: number
  freeBytes?: FreeBytes
}): Promise<Deployed> {
  const { project, engine, userHome, url, ollama, indexTimeoutMs = 20_000 } = options
  const { freeBytes = freeBytesOnDisk } = options
  const { projectDir, db, events } = project
  const { resourcesDir, trainerDir } = places
  const jobs = new JobRunner({ db, events, logsDir: path.join(projectDir, 'logs') })
  onTestFinished(() => jobs.close())
  const models = createModels({ db, events, projectDir, resourcesDir })
  const embeddedGenerator = async (id: string) => engine.generator(await models.source(id))
  const engines = createEngines({
    db,
    events,
    secrets: memorySecrets(),
    userHome,
    embeddedModels: models.writers,
    embeddedGenerator,
    connect: createServer
  })
  const python = {
    pythonPath: async () => places.python,
    status: () => Promise.reject(new Error())
  }
  const runs = createRuns({
    db,
    jobs,
    events,
    projectDir,
    dataDir: path.join(projectDir, 'data'),
    python,
    trainerDir,
    threads: 1,
    baseModel: models.baseModel,
    defaultBaseModelId: models.defaultBaseModelId,
    registerAdapter: models.registerAdapter
  })
  const handlers = deploymentHandlers({
    db,
    jobs,
    events,
    models,
    runs,
    python,
    projectDir,
    startExport: () => Promise.reject(new Error('Nothing is exported here.')),
    systemMessage: async () => 'You are the following persona: a calm engineer.',
    embeddedGenerator,
    draftTokens: async () => 300,
    freeBytes,
    targets: createTargets({
      lmStudio: engines.lmStudio,
      ollama,
      embeddedGenerator,
      freeBytes,
      indexWait: { timeoutMs: indexTimeoutMs, pollMs: 100 }
    }),
    proofTokens: PROOF_TOKENS
  })
  const call = createClient({ ...engines.handlers, ...handlers })
  if (url !== undefined) {
    await call('engines.update', { server: { name: 'lmstudio', baseUrl: url } })
  }
  const settled = async (id: string): Promise<Deployment> => {
    await jobs.finished((await call('deployments.get', { id })).jobId)
    return call('deployments.get', { id })
  }
  return {
    call,
    jobs,
    models,
    settled,
    deploy: async (modelId, choices = {}) => {
      const source = { from: 'file' as const, modelId }
      return settled((await call('deployments.start', { source, ...choices })).id)
    },
    repair: async ({ id }, repair) => {
      const change = {
        ...(repair.kind === 'smallerContext' && { contextLength: repair.contextLength }),
        ...(repair.kind === 'unloadOthers' && {
          unload: repair.models.map(({ instanceId }) => instanceId)
        })
      }
      if (repair.kind === 'startServer') await call('engines.startServer', {})
      await call('deployments.retry', { id, ...change })
      return settled(id)
    }
  }
}

/** A base and a file that was tuned from it, in the registry. */
export async function registerTuned(
  models: Models,
  { path: file, name = 'calm v1' }: { path: string; name?: string }
): Promise<{ baseId: string; tunedId: string }> {
  const baseId = await models.defaultBaseModelId()
  const tuned = await models.register({
    kind: 'gguf',
    name,
    parentId: baseId,
    runId: null,
    path: file,
    quantization: 'Q4_1',
    licence: 'Apache-2.0',
    canaryAgrees: true
  })
  return { baseId, tunedId: tuned.id }
}

/** Every file and folder below, with a hash of what it holds; links by where they lead. */
export function contentsOf(dir: string): Record<string, string> {
  const entries = fs.readdirSync(dir, { recursive: true, withFileTypes: true })
  return Object.fromEntries(
    entries
      .map((entry): [string, string] => {
        const file = path.join(entry.parentPath, entry.name)
        return [path.relative(dir, file), contentOf(file, entry)]
      })
      .sort(([a], [b]) => a.localeCompare(b))
  )
}

function contentOf(file: string, entry: fs.Dirent): string {
  if (entry.isSymbolicLink()) return `→ ${fs.readlinkSync(file)}`
  if (entry.isDirectory()) return 'folder'
  return createHash('sha256').update(fs.readFileSync(file)).digest('hex')
}

/** The repair of this kind, which must be offered. */
export function offered(deployment: Deployment, kind: Repair['kind']): Repair {
  const repair = deployment.repairs.find((one) => one.kind === kind)
  expect(deployment.repairs.map((one) => one.kind)).toContain(kind)
  if (!repair) throw new Error(`${kind} is not offered.`)
  return repair
}

export const stepsOf = ({ steps }: Deployment): string =>
  steps.map(({ name, state }) => `${name} ${state}`).join(', ')
