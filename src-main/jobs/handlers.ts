import type { Handlers } from '@contract/calls'
import type { JobRunner } from './runner'

type JobHandlers = Pick<Handlers, Extract<keyof Handlers, `jobs.${string}`>>

export function jobHandlers(jobs: JobRunner): JobHandlers {
  return {
    'jobs.list': ({ limit }) => jobs.list(limit),
    'jobs.get': ({ id }) => jobs.get(id),
    'jobs.cancel': ({ id }) => jobs.cancel(id),
    'jobs.retry': ({ id }) => jobs.retry(id),
    'jobs.log': async ({ id, lines }) => ({ lines: await jobs.log(id, lines) })
  }
}
