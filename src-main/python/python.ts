import fs from 'node:fs'
import path from 'node:path'
import type { Handlers } from '@contract/calls'
import type { Job } from '@contract/jobs'
import type { PythonStatus } from '@contract/python'
import { z } from 'zod'
import { AppError } from '../app-error'
import type { Events } from '../events'
import type { JobDefinition, Step } from '../jobs/definition'
import type { JobRunner } from '../jobs/runner'
import { onStatusChange } from '../jobs/status-changes'
import { takeLock } from '../processes/lock'
import { checks, type Check } from './checks'
import { environmentOf, readProbe } from './environment'
import type { CheckContext } from './repairs'
import { statusOf } from './status'

export type Python = {
  /** Quick: looks at files and jobs, starts nothing. */
  status: () => Promise<PythonStatus>
  /** Starts the job that builds or repairs; answers with the one that runs already, if any. */
  build: () => Promise<Job>
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
  /** What the children see; this process's own environment when left out. */
  env?: NodeJS.ProcessEnv
}

const RECENT_JOBS = 100

/** Python for training: a folder of its own that the app builds, checks and repairs. */
export function createPython(options: Options): Python {
  const { jobs, events, trainerDir, uv, dataDir } = options
  const environment = environmentOf({ dataDir, trainerDir })
  const context: CheckContext = { environment, uv, trainerDir, env: cleanEnv(options.env) }
  const definition = buildJob(context)
  jobs.define(definition)
  onStatusChange(events, 'build-python', () => events.changed('python'))

  const latestBuild = async (): Promise<Job | null> =>
    (await jobs.list(RECENT_JOBS)).find(({ kind }) => kind === 'build-python') ?? null

  const status = async (): Promise<PythonStatus> =>
    statusOf({ environment, uv, latestBuild: await latestBuild() })

  return {
    status,
    build: async () => {
      const latest = await latestBuild()
      if (latest && ['queued', 'running'].includes(latest.state.status)) return latest
      const title = 'Set up Python for training'
      const job = await jobs.start(definition, { title, subjectId: null, input: {} })
      events.changed('python')
      return job
    },
    pythonPath: async () => {
      if (readProbe(environment)) return environment.python
      throw notReady((await status()).state)
    }
  }
}

type PythonHandlers = Pick<Handlers, Extract<keyof Handlers, `python.${string}`>>

export function pythonHandlers(python: Python): PythonHandlers {
  return {
    'python.status': () => python.status(),
    'python.build': async () => ({ jobId: (await python.build()).id })
  }
}

const BuildInput = z.object({})
type BuildInput = z.infer<typeof BuildInput>

function buildJob(context: CheckContext): JobDefinition<BuildInput> {
  return {
    kind: 'build-python',
    lane: 'python',
    input: BuildInput,
    steps: () => checks.map((check) => stepOf(check, context)),
    finished: () => {
      const probe = readProbe(context.environment)
      return probe
        ? `Python ${probe.python} with PyTorch ${probe.torch} is ready on ${probe.deviceName}.`
        : 'Python is ready.'
    }
  }
}

function stepOf(check: Check, context: CheckContext): Step<BuildInput> {
  return {
    name: check.name,
    title: check.title,
    weight: check.weight,
    done: () => check.isOk(context),
    run: async (job) => {
      const { lock } = context.environment
      fs.mkdirSync(path.dirname(lock), { recursive: true })
      const taken = takeLock(lock)
      if ('heldBy' in taken) throw heldByAnother(taken.heldBy.pid)
      try {
        await check.repair(context, job)
      } finally {
        taken.release()
      }
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

function heldByAnother(pid: number): AppError {
  return new AppError({
    code: 'conflict',
    message: `Another Understudy (process ${pid}) is setting Python up at this moment. Nothing was changed.`,
    remedy: { text: 'Wait until it has finished, then try again.', action: 'retry' }
  })
}
