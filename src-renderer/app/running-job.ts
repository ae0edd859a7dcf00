import type { Job } from '@contract/jobs'
import { isActive } from '../ui/jobs'

/**
 * The job that the frame shows and ⌘. stops: the one that runs longest. A job that trains or delivers
 * is called after a model, which is not to be read while drafts are ranked.
 */
export const runningJob = (jobs: readonly Job[], place: string): Job | undefined => {
  const blind = place.startsWith('/rank')
  return jobs.findLast((job) => isActive(job) && !(blind && namesModel.has(job.kind)))
}

const namesModel: ReadonlySet<Job['kind']> = new Set(['train', 'export', 'deploy', 'prepare-try'])
