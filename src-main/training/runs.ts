import fs from 'node:fs'
import type { Handlers } from '@contract/calls'
import type { Run, RunPreview, RunRetry } from '@contract/training'
import type { TrainerEvent } from '@contract/trainer-events'
import { AppError } from '../app-error'
import type { JobRunner } from '../jobs/runner'
import { onStatusChange } from '../jobs/status-changes'
import { createRunControl, type RunControl } from './control'
import { readEvents } from './follow'
import { haltOf } from './halt'
import { getRun, listRuns, type StoredRun } from './repository'
import { runFolder } from './run-folder'
import { inputOfConfig } from './start-from-config'
import { previewRun } from './preview'
import { probeJob, startProbe } from './probe-job'
import { retriesOf, retryRun } from './retry-run'
import { startRun } from './start-run'
import { trainJob } from './train-job'
import type { TrainingOptions } from './training-options'

type Input<N extends keyof Handlers> = Parameters<Handlers[N]>[0]

export type Runs = RunControl & {
  list: () => Promise<Run[]>
  get: (id: string) => Promise<Run>
  preview: (input: Input<'runs.preview'>) => Promise<RunPreview>
  /** Measures a few steps, as a job. @throws AppError as `start` */
  probe: (input: Input<'runs.probe'>) => Promise<{ jobId: string }>
  /** @throws AppError `nothing_to_learn`, `python_missing`, `python_broken`, `not_found`, `conflict` */
  start: (input: Input<'runs.start'>) => Promise<Run>
  /** What a failed run could be tried again with. */
  retries: (id: string) => Promise<RunRetry>
  /** A new run from one that failed. @throws AppError `conflict`, and as `start` */
  retry: (input: Input<'runs.retry'>) => Promise<Run>
  /** @throws AppError `invalid_input` with all problems of the text, and as `start` */
  startFromConfig: (text: string) => Promise<Run>
  /** @throws AppError `not_found` for a run that has not got as far as its rows */
  config: (id: string) => Promise<string>
  events: (id: string) => Promise<TrainerEvent[]>
}

export type RunsOptions = TrainingOptions & {
  jobs: JobRunner
  defaultBaseModelId: () => Promise<string>
}

/** Training runs: what they would learn from, their start, their state and their events. */
export function createRuns({ jobs, defaultBaseModelId, ...options }: RunsOptions): Runs {
  const { db, projectDir } = options
  const definition = trainJob(options)
  const probe = probeJob(options)
  jobs.define(definition)
  jobs.define(probe)
  onStatusChange(options.events, 'train', () => options.events.changed('runs'))

  const withState = async (run: StoredRun): Promise<Run> => {
    const { state } = await jobs.get(run.jobId)
    return { ...run, state, halt: haltOf(run.halt, state) }
  }
  const get: Runs['get'] = async (id) => withState(await getRun(db, id))
  const start: Runs['start'] = async (input) => {
    const id = await startRun({ input, options, jobs, definition, defaultBaseModelId })
    options.events.changed('runs')
    return get(id)
  }

  const preview: Runs['preview'] = (choices) => previewRun({ options, choices, defaultBaseModelId })
  const eventsOf = (id: string): TrainerEvent[] => readEvents(runFolder(projectDir, id).events)

  const changed = (): void => options.events.changed('runs', 'models')
  return {
    ...createRunControl({ db, jobs, get, changed }),
    get,
    list: async () => Promise.all((await listRuns(db)).map(withState)),
    preview,
    retries: async (id) => {
      const run = await get(id)
      return retriesOf({ run, events: eventsOf(id), projectDir, preview })
    },
    retry: async ({ id, overrides }) => {
      const run = await get(id)
      const next = { run, events: eventsOf(id), overrides, options, jobs, definition }
      const started = await retryRun(next)
      options.events.changed('runs')
      return get(started)
    },
    probe: (choices) =>
      startProbe({ choices, options, jobs, definition: probe, defaultBaseModelId }),
    start,
    startFromConfig: async (text) => start(await inputOfConfig(db, text)),
    config: async (id) => {
      await getRun(db, id)
      const { config } = runFolder(projectDir, id)
      if (!fs.existsSync(config)) throw noConfig()
      return fs.readFileSync(config, 'utf8')
    },
    events: async (id) => {
      await getRun(db, id)
      return eventsOf(id)
    }
  }
}

const noConfig = (): AppError =>
  new AppError({
    code: 'not_found',
    message: 'This run has no config file: it was made before there were any, or has not begun.'
  })
