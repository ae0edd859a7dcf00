import path from 'node:path'
import type { Handlers } from '../../../src-preload/contract/calls'
import { createExports, type Exports } from '../../../src-main/deploy/exports'
import type { ExportOptions } from '../../../src-main/deploy/export-input'
import { tryHandlers } from '../../../src-main/deploy/try'
import type { Events } from '../../../src-main/events'
import {
  createEmbeddedEngine,
  type EmbeddedEngine
} from '../../../src-main/generation/embedded/client'
import { forkHost } from '../../../src-main/generation/embedded/fork-host'
import { JobRunner } from '../../../src-main/jobs/runner'
import { createModels, type Models } from '../../../src-main/models/models'

export const root = path.resolve(import.meta.dirname, '../../..')

export const places = {
  resourcesDir: path.join(root, 'resources'),
  trainerDir: path.join(root, 'python-env'),
  /** The starter model's folder takes a while and is named by what is in it: made once a checkout. */
  dataDir: path.join(root, 'node_modules/.cache/understudy-test'),
  /** The interpreter of development, which `npm test` prepares. */
  python: path.join(root, 'python-env/.venv-dev/bin/python')
}

export const SYSTEM_MESSAGE =
  'You are the following persona:\n\nCalm engineer\nSays what is, and stops.'

/** The engine in its own process, on one thread. */
export const startHost = (): EmbeddedEngine =>
  createEmbeddedEngine({
    spawn: () => forkHost(path.join(root, 'out/main/llama-host.js')),
    threads: 1,
    gpu: false
  })

export type Opened = Pick<ExportOptions, 'db' | 'projectDir' | 'dataDir'> & { events: Events }

/** The services as a start of the app makes them, over a project. */
export function composeExports(
  options: Opened & Pick<ExportOptions, 'greedy' | 'inspect'> & Partial<ExportOptions>
): { jobs: JobRunner; models: Models; exports: Exports } {
  const { db, events, projectDir } = options
  const jobs = new JobRunner({ db, events, logsDir: path.join(projectDir, 'logs') })
  const models = createModels({ db, events, projectDir, resourcesDir: places.resourcesDir })
  const exports = createExports({
    resourcesDir: places.resourcesDir,
    trainerDir: places.trainerDir,
    python: { pythonPath: async () => places.python },
    threads: 1,
    systemMessage: async () => SYSTEM_MESSAGE,
    models,
    ...options,
    jobs
  })
  return { jobs, models, exports }
}

/** What prepares an adapter to be tried, over the same services. */
export function composeTry(
  options: Pick<Opened, 'projectDir' | 'dataDir'> & { jobs: JobRunner; models: Models }
): Handlers['models.prepareTry'] {
  const handlers = tryHandlers({
    ...options,
    resourcesDir: places.resourcesDir,
    trainerDir: places.trainerDir,
    python: { pythonPath: async () => places.python },
    threads: 1,
    changed: () => undefined
  })
  return handlers['models.prepareTry']
}
