import type { Handlers } from '@contract/calls'
import type { Run } from '@contract/training'
import type { TrainerEvent } from '@contract/trainer-events'
import { newId } from '../database/ids'
import { buildTrainingRows } from '../datasets/training-rows'
import type { JobRunner } from '../jobs/runner'
import { onStatusChange } from '../jobs/status-changes'
import { readEvents } from './follow'
import { nothingToLearn, tooLittle } from './learnable'
import { stagesFor } from './plan'
import { getRun, insertRun, listRuns, type StoredRun } from './repository'
import { runFolder } from './run-folder'
import { suggestName } from './run-name'
import { trainJob, type TrainingOptions } from './train-job'

type Input<N extends keyof Handlers> = Parameters<Handlers[N]>[0]
type Output<N extends keyof Handlers> = Awaited<ReturnType<Handlers[N]>>

export type Runs = {
  list: () => Promise<Run[]>
  get: (id: string) => Promise<Run>
  preview: (input: Input<'runs.preview'>) => Promise<Output<'runs.preview'>>
  /** @throws AppError `nothing_to_learn`, `python_missing`, `python_broken`, `not_found` */
  start: (input: Input<'runs.start'>) => Promise<Run>
  events: (id: string) => Promise<TrainerEvent[]>
}

/** Training runs: what they would learn from, their start, their state and their events. */
export function createRuns({
  jobs,
  defaultBaseModelId,
  ...options
}: TrainingOptions & { jobs: JobRunner; defaultBaseModelId: () => Promise<string> }): Runs {
  const { db, python, projectDir } = options
  const definition = trainJob(options)
  jobs.define(definition)
  onStatusChange(options.events, 'train', () => options.events.changed('runs'))

  const withState = async (run: StoredRun): Promise<Run> => ({
    ...run,
    state: (await jobs.get(run.jobId)).state
  })

  const get: Runs['get'] = async (id) => withState(await getRun(db, id))

  return {
    get,
    list: async () => Promise.all((await listRuns(db)).map(withState)),
    preview: async ({ personaId }) => {
      const rows = await buildTrainingRows(db, { personaId })
      const pythonReady = (await python.status()).state === 'ready'
      const problems = [
        tooLittle(rows),
        pythonReady ? null : 'Python for training is not set up yet.'
      ]
      return {
        data: rows.data,
        suggestedName: await suggestName(db, personaId),
        problems: problems.filter((problem) => problem !== null),
        pythonReady
      }
    },
    start: async ({ personaId, baseModelId, name, preset, maxSteps }) => {
      const rows = await buildTrainingRows(db, { personaId })
      const reason = tooLittle(rows)
      if (reason !== null) throw nothingToLearn(reason)
      await python.pythonPath()
      const base = await options.baseModel(baseModelId ?? (await defaultBaseModelId()))
      const id = newId()
      const settings = { preset, maxSteps: maxSteps ?? null, stages: stagesFor(rows) }
      const job = await jobs.start(definition, {
        title: `Train ${name}`,
        subjectId: id,
        input: { runId: id, personaId, baseModelId: base.id, settings }
      })
      const run = { id, name, personaId, baseModelId: base.id, preset, data: rows.data }
      await insertRun(db, { ...run, jobId: job.id }).catch(async (error: unknown) => {
        await jobs.cancel(job.id)
        throw error
      })
      options.events.changed('runs')
      return get(id)
    },
    events: async (id) => {
      await getRun(db, id)
      return readEvents(runFolder(projectDir, id).events)
    }
  }
}

type RunHandlers = Pick<Handlers, Extract<keyof Handlers, `runs.${string}`>>

export function runHandlers(runs: Runs): RunHandlers {
  return {
    'runs.list': () => runs.list(),
    'runs.get': ({ id }) => runs.get(id),
    'runs.preview': (input) => runs.preview(input),
    'runs.start': (input) => runs.start(input),
    'runs.events': ({ id }) => runs.events(id)
  }
}
