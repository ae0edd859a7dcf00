import type { JobKind, JobState } from '@contract/jobs'
import type { Events } from '../events'

/**
 * Calls back whenever a job of this kind has begun, ended or been queued again, but not for mere
 * progress: for data that shows a job's state as its own.
 */
export function onStatusChange(events: Events, kind: JobKind, callback: () => void): void {
  const last = new Map<string, JobState['status']>()
  events.listen(({ name, payload }) => {
    if (name !== 'jobs.progress' || payload.kind !== kind) return
    if (last.get(payload.id) === payload.state.status) return
    last.set(payload.id, payload.state.status)
    callback()
  })
}
