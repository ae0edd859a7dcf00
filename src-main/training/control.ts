import type { Halt, Run } from '@contract/training'
import { AppError } from '../app-error'
import type { Database } from '../database/schema'
import type { JobRunner } from '../jobs/runner'
import { getRun, updateRun } from './repository'

export type RunControl = {
  /** Ends the trainer at its next step with a checkpoint; `resume` goes on from there. */
  pause: (id: string) => Promise<void>
  /**
   * Ends the run. With `keep`, what it has reached becomes its adapter: its last checkpoint, or the
   * one with the lowest held-out loss; a run that is paused or failed can be kept too. Answers when
   * that is done.
   */
  stop: (id: string, keep: 'last' | 'best' | null) => Promise<void>
  /** Goes on from the last checkpoint. */
  resume: (id: string) => Promise<void>
}

type Options = {
  db: Database
  jobs: JobRunner
  get: (id: string) => Promise<Run>
  changed: () => void
}

/** What the person asks of a run that has begun. @throws AppError `not_found`, `conflict` */
export function createRunControl({ db, jobs, get, changed }: Options): RunControl {
  const halt = async (id: string, asked: Halt | null): Promise<void> => {
    await updateRun(db, id, { halt: asked })
    changed()
  }
  /** Asks the trainer to end; the run is `cancelled` a moment later. */
  const end = async (id: string, asked: Halt): Promise<string> => {
    const { jobId } = await getRun(db, id)
    await halt(id, asked)
    await jobs.cancel(jobId)
    return jobId
  }
  return {
    pause: async (id) => {
      if (!isUnderWay(await get(id))) throw notUnderWay('paused')
      await end(id, 'paused')
    },
    stop: async (id, keep) => {
      const run = await get(id)
      if (run.state.status === 'succeeded') throw notUnderWay('stopped')
      if (keep === null) {
        await end(id, 'stopped')
        return
      }
      await end(id, keep === 'best' ? 'keepBest' : 'keepLast')
      const { state } = await jobs.finished(run.jobId)
      // It may have reached its end by itself just now.
      if (state.status === 'succeeded') return
      await jobs.retry(run.jobId)
      await jobs.finished(run.jobId)
      changed()
    },
    resume: async (id) => {
      const run = await get(id)
      if (isUnderWay(run) || run.state.status === 'succeeded') throw nothingToResume()
      await halt(id, null)
      await jobs.retry(run.jobId)
    }
  }
}

const isUnderWay = ({ state }: Run): boolean =>
  state.status === 'queued' || (state.status === 'running' && !state.stopping)

const notUnderWay = (done: string): AppError =>
  new AppError({
    code: 'conflict',
    message: `This run is not training, so it cannot be ${done}. Nothing was changed.`
  })

const nothingToResume = (): AppError =>
  new AppError({
    code: 'conflict',
    message: 'This run is training or has finished, so there is nothing to continue.'
  })
