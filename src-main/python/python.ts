import fs from 'node:fs'
import path from 'node:path'
import type { CallOutput } from '@contract/calls'
import type { Job } from '@contract/jobs'
import type { PythonEnvironment, PythonStatus } from '@contract/python'
import { AppError } from '../app-error'
import type { Events } from '../events'
import type { JobRunner } from '../jobs/runner'
import { onStatusChange } from '../jobs/status-changes'
import type { Secrets } from '../secrets'
import { buildJob, BuildInput } from './build-job'
import { assertFree, bundleJob } from './bundle-job'
import { environmentOf } from './environment'
import { listEnvironments, removeEnvironment } from './environments'
import { assertNoJob, assertUnused } from './in-use'
import type { CheckContext } from './repairs'
import { createSources, type Sources } from './sources'
import { statusOf } from './status'
import { testSources } from './test-sources'

export type Python = {
  /** Quick: looks at files and jobs, starts nothing. */
  status: () => Promise<PythonStatus>
  /**
   * Starts the job that builds or repairs; answers with the one that runs already, if any.
   *
   * @throws AppError `conflict` while anything uses the environment
   */
  build: (input?: Partial<BuildInput>) => Promise<Job>
  /** The same with the packages that write other tools' files; they stay part of it from then on. */
  addTrackers: () => Promise<Job>
  /**
   * Starts the job that makes an offline bundle in a place where nothing is yet.
   *
   * @throws AppError `conflict`, `python_missing`, `python_broken`
   */
  bundle: (path: string) => Promise<Job>
  sources: Sources
  testSources: () => Promise<CallOutput<'python.testSources'>>
  environments: () => Promise<PythonEnvironment[]>
  /**
   * @returns bytes that the disk has more
   * @throws AppError `conflict` while it is in use, `not_found`
   */
  remove: (id: string) => Promise<number>
  /**
   * The environment's interpreter.
   *
   * @throws AppError `python_missing` while it was never built, `python_broken` when it is not whole
   */
  pythonPath: () => Promise<string>
}

type Options = {
  jobs: JobRunner
  events: Events
  /** Of this machine, not of a project: the environment lies in `python/` below it. */
  dataDir: string
  /** Folder with `requirements.txt` and the package `trainer`. */
  trainerDir: string
  /** uv's binary. */
  uv: string
  /** Of the package sources. */
  secrets: Secrets
  /** What the children see; this process's own environment when left out. */
  env?: NodeJS.ProcessEnv
}

const RECENT_JOBS = 100

/** Python for training: a folder of its own that the app builds, checks and repairs. */
export function createPython(options: Options): Python {
  const { jobs, events, trainerDir, uv, dataDir } = options
  const environment = environmentOf({ dataDir, trainerDir })
  const sources = createSources({ dataDir, secrets: options.secrets })
  const context: CheckContext = {
    environment,
    uv,
    trainerDir,
    env: cleanEnv(options.env),
    sources: sources.open,
    bundle: null,
    assertUnused: () => assertUnused({ dir: environment.dir, doing: 'was not repaired' })
  }
  const building = buildJob(context)
  const bundling = bundleJob(context)
  jobs.define(building)
  jobs.define(bundling)
  onStatusChange(events, 'build-python', () => events.changed('python'))

  const latestBuild = async (): Promise<Job | null> =>
    (await jobs.list(RECENT_JOBS)).find(({ kind }) => kind === 'build-python') ?? null

  const status = async (): Promise<PythonStatus> =>
    statusOf({ environment, uv, latestBuild: await latestBuild() })

  const assertReady = async (): Promise<void> => {
    const { state } = await status()
    if (state !== 'ready') throw notReady(state)
  }

  const build: Python['build'] = async (input) => {
    const latest = await latestBuild()
    if (latest && ['queued', 'running'].includes(latest.state.status)) return latest
    assertNoJob({ unfinished: await jobs.unfinished(), doing: 'was not repaired' })
    // To look whether all is well does no harm to a run of another project.
    if (input?.repair || (await status()).state !== 'ready') await context.assertUnused()
    const job = await jobs.start(building, {
      title: 'Set up Python for training',
      subjectId: null,
      input: BuildInput.parse(input ?? {})
    })
    events.changed('python')
    return job
  }

  return {
    status,
    build,
    addTrackers: async () => {
      await context.assertUnused()
      fs.mkdirSync(path.dirname(environment.trackersAsked), { recursive: true })
      fs.writeFileSync(environment.trackersAsked, '')
      return build()
    },
    bundle: async (target) => {
      await assertReady()
      assertFree(target)
      const title = 'Make an offline bundle'
      return jobs.start(bundling, { title, subjectId: null, input: { path: target } })
    },
    sources: {
      ...sources,
      change: async (change) => {
        await sources.change(change)
        events.changed('python')
      }
    },
    testSources: () => testSources(context),
    environments: () => listEnvironments({ dataDir, currentDir: environment.dir }),
    remove: async (id) => {
      const dir = path.join(dataDir, 'python', id)
      const unfinished = dir === environment.dir ? await jobs.unfinished() : []
      if (unfinished.some(({ kind }) => kind === 'build-python')) throw beingBuilt()
      assertNoJob({ unfinished, doing: 'was not removed' })
      await assertUnused({ dir, doing: 'was not removed' })
      const freed = await removeEnvironment({ dataDir, id })
      events.changed('python')
      return freed
    },
    pythonPath: async () => {
      await assertReady()
      return environment.python
    }
  }
}

/** Another Python's settings would lead ours astray. */
function cleanEnv(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const foreign = ['PYTHONHOME', 'PYTHONPATH', 'VIRTUAL_ENV', 'CONDA_PREFIX']
  return Object.fromEntries(Object.entries(env).filter(([name]) => !foreign.includes(name)))
}

function notReady(state: PythonStatus['state']): AppError {
  if (state === 'absent' || state === 'building') {
    return new AppError({
      code: 'python_missing',
      message:
        state === 'absent'
          ? 'Python for training is not set up on this computer yet. Nothing was started.'
          : 'Python for training is still being set up. Nothing was started.',
      remedy: { text: 'Set it up in Settings, then start again.', action: 'open-python-settings' }
    })
  }
  return new AppError({
    code: 'python_broken',
    message: 'Python for training is not whole: a part of it is missing. Nothing was started.',
    remedy: { text: 'Repair it in Settings, then start again.', action: 'open-python-settings' }
  })
}

const beingBuilt = (): AppError =>
  new AppError({
    code: 'conflict',
    message: 'The training environment was not removed: it is being set up at this moment.',
    remedy: { text: 'Stop that first, then try again.', action: 'retry' }
  })
