import type { Job, JobState } from '@contract/jobs'
import { duration } from './words'

/** True while a job is queued or runs. */
export const isActive = (job: Job): boolean =>
  job.state.status === 'queued' || job.state.status === 'running'

/** From 0 to 1; null while unknown. */
export const progressOf = (state: JobState): number | null => {
  if (state.status === 'succeeded') return 1
  return state.status === 'running' ? state.progress : null
}

/** The step where the job is or stopped. */
export const stepOf = (job: Job): number => ('step' in job.state ? job.state.step : -1)

/** `about 13 min left`, once a twentieth is done and ten seconds have passed; else null. */
export const timeLeft = (job: Job, now = Date.now()): string | null => {
  if (job.state.status !== 'running' || job.startedAt === null) return null
  // It says so itself, by the speed of now: what was there before it began took it no time.
  if (job.kind === 'download-base') return null
  const { progress } = job.state
  const elapsed = now - job.startedAt
  if (progress === null || progress < 0.05 || elapsed < 10_000) return null
  return `about ${duration((elapsed / progress) * (1 - progress))} left`
}

/** What the job is doing or how it ended, in a few words. */
export const sayJob = (job: Job): string => {
  const { state } = job
  switch (state.status) {
    case 'queued':
      return 'Waiting for its turn'
    case 'running':
      return state.stopping ? 'Stopping' : state.message
    case 'succeeded':
      return state.message
    case 'failed':
      return state.error.message
    case 'cancelled':
      return 'Stopped. What it made so far is kept.'
    case 'interrupted':
      return 'The app closed while it ran. What it made so far is kept.'
  }
}

/** The screen that shows what the job works on. */
export const placeOf = ({ kind, subjectId }: Job): string => {
  switch (kind) {
    case 'train':
      return subjectId === null ? '/train' : `/train/${subjectId}`
    case 'probe':
      return '/train'
    case 'export':
    case 'prepare-try':
      return '/models'
    case 'deploy':
      return subjectId === null ? '/models' : `/models/deploy/${subjectId}`
    case 'build-python':
    case 'bundle-python':
      return '/settings/python'
    case 'download-base':
    case 'import-base':
      return '/models/add'
    case 'write-drafts':
    case 'score':
      return subjectId === null ? '/personas' : `/topics/${subjectId}`
  }
}
