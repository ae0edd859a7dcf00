import type { Events } from '../events'
import type { WritingNow } from '../topics/writing-now'

/**
 * Marks the topics of a job as waiting from the moment it is asked for, long before its turn comes:
 * otherwise a second job could be queued for the same topics, and each would be written twice.
 */
export type Reservations = {
  reserve: (jobId: string, topicIds: readonly string[]) => void
  /** For a job that never came to be. */
  giveBack: (jobId: string) => void
}

export function createReservations({
  events,
  writingNow
}: {
  events: Events
  writingNow: WritingNow
}): Reservations {
  const waiting = new Map<string, readonly string[]>()

  const giveBack = (jobId: string): void => {
    const topicIds = waiting.get(jobId)
    if (!topicIds) return
    waiting.delete(jobId)
    for (const id of topicIds) writingNow.set(id, null)
    events.changed('topics')
  }
  events.listen(({ name, payload }) => {
    if (name !== 'jobs.progress' || payload.kind !== 'write-drafts') return
    const { status } = payload.state
    // Once it runs, the job itself says which of its topics still wait.
    if (status === 'running') waiting.delete(payload.id)
    else if (status !== 'queued') giveBack(payload.id)
  })

  return {
    reserve: (jobId, topicIds) => {
      waiting.set(jobId, topicIds)
      for (const id of topicIds) writingNow.set(id, 'waiting')
      events.changed('topics')
    },
    giveBack
  }
}
