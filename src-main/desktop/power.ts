import { powerSaveBlocker } from 'electron'
import type { Session } from './session'

/** Holds off sleep while long work runs, and only then. */
export function holdOffSleep(session: Session): void {
  const running = new Set<string>()
  let blocker: number | null = null
  session.events.listen(({ name, payload }) => {
    // The jobs of a project that was closed are let go without a word.
    if (name === 'changed' && payload.topic === 'project') running.clear()
    else if (name !== 'jobs.progress') return
    else if (payload.state.status === 'running') running.add(payload.id)
    else running.delete(payload.id)
    if (running.size > 0 && blocker === null) {
      blocker = powerSaveBlocker.start('prevent-app-suspension')
    }
    if (running.size === 0 && blocker !== null) {
      powerSaveBlocker.stop(blocker)
      blocker = null
    }
  })
}
