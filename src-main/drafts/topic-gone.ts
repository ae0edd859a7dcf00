import type { Database } from '../database/schema'
import type { Events } from '../events'
import { isVisible } from '../topics/repository'

/** Aborts when the topic or its persona is deleted, so that no model writes for nobody. */
export function whenGone(
  { db, events }: { db: Database; events: Events },
  topicId: string
): { signal: AbortSignal; stopWatching: () => void } {
  const abort = new AbortController()
  const look = async (): Promise<void> => {
    if (!(await isVisible(db, topicId))) abort.abort('gone')
  }
  const stopWatching = events.listen(({ name, payload }) => {
    if (name !== 'changed' || (payload.topic !== 'topics' && payload.topic !== 'personas')) return
    // A database that cannot be read says so to whoever writes to it next.
    look().catch(() => undefined)
  })
  return { signal: abort.signal, stopWatching }
}
