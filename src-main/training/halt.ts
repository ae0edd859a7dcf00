import type { JobState } from '@contract/jobs'
import type { Halt } from '@contract/training'

/** What the person asked, as far as it still says something beside the job's own state. */
export function haltOf(asked: Halt | null, state: JobState): Halt | null {
  if (asked === 'keepLast' || asked === 'keepBest') return asked
  const ended = state.status === 'cancelled' || (state.status === 'running' && state.stopping)
  return ended ? asked : null
}
