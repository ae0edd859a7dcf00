import type { Job } from '@contract/jobs'
import type { Events } from '../../events'
import type { JobRunner } from '../../jobs/runner'

type Options = {
  jobs: Pick<JobRunner, 'get'>
  events: Events
  id: string
  signal: AbortSignal
  /** Each time it has come further. */
  onProgress: (job: Job) => void
  /** Enough for now; its end when left out. */
  until?: (job: Job) => boolean
}

/** Waits for another job, in whichever lane. Resolves when it has ended, or earlier with `until`. */
export async function followJob(options: Options): Promise<Job> {
  const { jobs, events, id, signal, onProgress, until = () => false } = options
  const enough = Promise.withResolvers<Job>()
  const look = (job: Job): void => {
    onProgress(job)
    if (hasEnded(job) || until(job)) enough.resolve(job)
  }
  const lookAgain = (): void => {
    jobs.get(id).then(look, enough.reject)
  }
  const abort = (): void => enough.reject(signal.reason)
  signal.addEventListener('abort', abort, { once: true })
  const stop = events.listen((event) => {
    if (event.name === 'jobs.progress' && event.payload.id === id) look(event.payload)
    // A step's beginning is announced in this way alone.
    else if (event.name === 'changed' && event.payload.topic === 'jobs') lookAgain()
  })
  try {
    signal.throwIfAborted()
    lookAgain()
    return await enough.promise
  } finally {
    stop()
    signal.removeEventListener('abort', abort)
  }
}

export const hasEnded = ({ state }: Job): boolean =>
  state.status !== 'queued' && state.status !== 'running'

/** Failed, cancelled or interrupted: it can be gone on with. */
export const canGoOn = (job: Job): boolean => hasEnded(job) && job.state.status !== 'succeeded'
