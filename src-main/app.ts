import os from 'node:os'
import path from 'node:path'
import type { Handlers } from '@contract/calls'
import type { Job } from '@contract/jobs'
import type { windowCalls } from '@contract/window'
import { isNewProject, makeProjectFolder, openDatabase } from './database/connection'
import type { Database } from './database/schema'
import { datasetHandlers } from './datasets/datasets'
import { deploymentHandlers } from './deploy/deployment/deployments'
import { createTargets } from './deploy/targets'
import { createExports } from './deploy/exports'
import { tryHandlers } from './deploy/try'
import { draftHandlers } from './drafts/drafts'
import { createClient } from './client'
import type { Events } from './events'
import { createEmbeddedEngine, type HostProcess } from './generation/embedded/client'
import { createEngines } from './generation/engines'
import type { Generator } from './generation/generator'
import { createServer } from './generation/openai-compatible/server'
import { homeSummary } from './home/summary'
import { hubHandlers } from './hub/bases'
import { jobHandlers } from './jobs/handlers'
import { successOf } from './job-outcome'
import { JobRunner } from './jobs/runner'
import { acceptHandlers } from './models/accept-picks'
import { createChat } from './models/chat'
import { modelHandlers } from './models/handlers'
import { manageHandlers } from './models/manage'
import { freeBytesOnDisk } from './models/disk-space'
import { createModels } from './models/models'
import { rewardHandlers } from './models/rewards'
import { listWritingModels } from './models/writing-models'
import { personaHandlers } from './personas/personas'
import { getPersona } from './personas/repository'
import { lockFolder } from './processes/lock'
import { pythonHandlers } from './python/handlers'
import { createPython } from './python/python'
import { commentHandlers } from './rankings/comments'
import { rankingHandlers } from './rankings/rankings'
import { insertSample } from './sample/insert'
import { sampleHandlers } from './sample/sample'
import type { Secrets } from './secrets'
import { createLocalServer } from './server/local-server'
import { topicHandlers } from './topics/topics'
import { createWritingNow } from './topics/writing-now'
import { runHandlers } from './training/handlers'
import { createRuns } from './training/runs'

export { forkHost } from './generation/embedded/fork-host'
export { hostEnvironment } from './generation/embedded/host-process'
export type { HostProcess }

export type AppOptions = {
  /** One folder holds everything of a project. Made when it is not there. */
  projectDir: string
  /** What belongs to the machine: Python, base models. */
  dataDir: string
  /** What ships with the app. */
  resourcesDir: string
  trainerDir: string
  spawnLlamaHost: () => HostProcess
  secrets: Secrets
  /** Where other programs, such as LM Studio, keep their own; the person's home when left out. */
  userHome?: string
  /** Where Ollama listens; its usual place when left out. */
  ollama?: string
  appVersion: string
  events: Events
  /** Gives a project that is made now the sample to begin with. */
  withSample?: boolean
  /** Of the embedded engine; chosen from the machine's cores when left out. */
  threads?: number
}

/** The calls that a face answers itself, because they need its dialogs, menus or windows. */
export type FaceCall =
  'project.get' | 'project.choose' | 'project.reveal' | keyof typeof windowCalls

type ServerCall = Extract<keyof Handlers, `server.${string}`>

export type App = {
  projectName: string
  handlers: Omit<Handlers, FaceCall>
  events: Events
  jobs: JobRunner
  /** The run that trains right now, if one does. */
  runningTraining: () => Promise<Job | null>
  /** Lets go of the project; training goes on by itself. */
  close: () => Promise<void>
}

/**
 * The composition root: builds every service once, for the window, the terminal and the tests alike.
 *
 * @throws AppError when the project cannot be opened
 */
export async function createApp(options: AppOptions): Promise<App> {
  const { projectDir } = options
  makeProjectFolder(projectDir)
  const release = lockFolder(projectDir)
  try {
    const isNew = isNewProject(projectDir)
    const db = await openDatabase(projectDir)
    try {
      if (isNew && options.withSample === true) await insertSample(db, options.resourcesDir)
      return await compose(options, db, release)
    } catch (error) {
      await db.destroy()
      throw error
    }
  } catch (error) {
    release()
    throw error
  }
}

async function compose(options: AppOptions, db: Database, release: () => void): Promise<App> {
  const { projectDir, dataDir, resourcesDir, trainerDir, secrets, appVersion, events } = options
  const jobs = new JobRunner({ db, events, logsDir: path.join(projectDir, 'logs') })
  const writingNow = createWritingNow()

  const models = createModels({ db, events, projectDir, resourcesDir })
  const embedded = createEmbeddedEngine({
    spawn: options.spawnLlamaHost,
    ...(options.threads === undefined ? {} : { threads: options.threads })
  })
  const embeddedGenerator = async (modelId: string): Promise<Generator> =>
    embedded.generator(await models.source(modelId))
  const engines = createEngines({
    db,
    events,
    secrets,
    userHome: options.userHome ?? os.homedir(),
    embeddedModels: models.writers,
    embeddedGenerator,
    connect: createServer
  })

  const python = createPython({
    jobs,
    events,
    dataDir,
    trainerDir,
    uv: path.join(resourcesDir, 'fetched', 'uv', 'uv'),
    secrets
  })
  const runs = createRuns({
    db,
    jobs,
    events,
    projectDir,
    dataDir,
    python,
    trainerDir,
    threads: 0,
    baseModel: models.baseModel,
    defaultBaseModelId: models.defaultBaseModelId,
    registerAdapter: models.registerAdapter
  })
  const systemMessage = async (personaId: string): Promise<string> =>
    (await getPersona(db, personaId)).systemMessage
  const chat = createChat({
    events,
    generatorFor: embeddedGenerator,
    systemMessage
  })
  const exports = createExports({
    db,
    jobs,
    models,
    projectDir,
    dataDir,
    resourcesDir,
    trainerDir,
    python,
    threads: 0,
    systemMessage,
    greedy: embedded.greedy,
    inspect: embedded.inspect
  })

  const services: Omit<App['handlers'], ServerCall> = {
    ...personaHandlers({ db, events }),
    ...topicHandlers({ db, events, writingNow, engines }),
    ...draftHandlers({ db, events, jobs, writingNow, engines }),
    ...rankingHandlers({ db, events, writingNow, appVersion }),
    ...commentHandlers({ db, events }),
    ...datasetHandlers({ db }),
    ...engines.handlers,
    ...pythonHandlers(python),
    ...runHandlers({ runs, db, projectDir, changed: () => events.changed('runs', 'models') }),
    ...rewardHandlers({ db, jobs, models, python, projectDir, dataDir, trainerDir, threads: 0 }),
    ...acceptHandlers({ db, events, appVersion }),
    ...modelHandlers({ models, chat, startExport: exports.start }),
    ...manageHandlers({
      db,
      events,
      projectDir,
      listModels: models.list,
      writingModels: async () => listWritingModels(db, await engines.writer())
    }),
    ...tryHandlers({
      jobs,
      models,
      python,
      projectDir,
      dataDir,
      resourcesDir,
      trainerDir,
      threads: 0,
      changed: () => events.changed('models')
    }),
    ...deploymentHandlers({
      db,
      jobs,
      events,
      models,
      runs,
      python,
      projectDir,
      startExport: exports.start,
      systemMessage,
      embeddedGenerator,
      draftTokens: async () => (await engines.settings()).sampling.maxTokens,
      freeBytes: freeBytesOnDisk,
      targets: createTargets({
        lmStudio: engines.lmStudio,
        ollama: options.ollama,
        embeddedGenerator
      })
    }),
    ...hubHandlers({
      db,
      events,
      jobs,
      models,
      python,
      secrets,
      proxy: async () => (await python.sources.open()).proxy,
      dataDir,
      resourcesDir
    }),
    ...jobHandlers(jobs),
    ...sampleHandlers({ db, events }),
    'home.summary': () =>
      homeSummary({
        db,
        listJobs: () => jobs.list(RECENT_JOBS),
        listRuns: runs.list,
        listModels: models.list,
        writer: engines.writer
      })
  }

  const server = createLocalServer({
    db,
    events,
    secrets,
    models: models.writers,
    complete: async (modelId, request) => embedded.complete(await models.source(modelId), request),
    call: createClient(services),
    jobEnded: async (id) => {
      successOf(await jobs.finished(id))
    }
  })

  await models.ensureStarter()
  await jobs.recover()
  await server.restore()
  return {
    projectName: path.basename(projectDir),
    handlers: { ...services, ...server.handlers },
    events,
    jobs,
    runningTraining: async () =>
      (await jobs.unfinished()).find(
        ({ kind, state }) => kind === 'train' && state.status === 'running'
      ) ?? null,
    close: async () => {
      try {
        await server.close()
        await jobs.close()
        await embedded.close()
        await db.destroy()
      } finally {
        release()
      }
    }
  }
}

const RECENT_JOBS = 50
