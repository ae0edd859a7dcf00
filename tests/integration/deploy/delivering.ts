import path from 'node:path'
import type { Handlers } from '@contract/calls'
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

/** Greedy and fixed: enough words to compare, few enough to be quick. */
const PROOF_TOKENS = 8

const noExport: Handlers['models.export'] = () =>
  Promise.reject(new Error('Nothing is exported here.'))

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
export async function composeDeployed(options: {
  /** Of the repository. */
  root: string
  project: { projectDir: string; db: Database; events: Events }
  engine: EmbeddedEngine
  userHome: string
  /** LM Studio's address, Ollama's. */
  url?: string
  ollama?: string
  indexTimeoutMs?: number
  freeBytes?: FreeBytes
  /** What makes the file, where there is none yet. */
  startExport?: (jobs: JobRunner, models: Models) => Handlers['models.export']
}): Promise<Deployed> {
  const { project, engine, userHome, url, ollama, indexTimeoutMs = 60_000 } = options
  const { freeBytes = freeBytesOnDisk, startExport = () => noExport } = options
  const { root } = options
  const { projectDir, db, events } = project
  const resourcesDir = path.join(root, 'resources')
  const trainerDir = path.join(root, 'python-env')
  const jobs = new JobRunner({ db, events, logsDir: path.join(projectDir, 'logs') })
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
    pythonPath: async () => path.join(root, 'python-env/.venv-dev/bin/python'),
    status: () => Promise.reject(new Error('Nobody looks at Python here.'))
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
    startExport: startExport(jobs, models),
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
