import { powerSaveBlocker } from 'electron'
import type { Session } from './session'

/** Holds off sleep while long work runs, and only then. */
export function holdOffSleep(session: Session): void {
  const running = new Set<string>()
  let blocker: number | null = null
  session.events.listen(({ name, payload: job }) => {
    if (name !== 'jobs.progress') return
    if (job.state.status === 'running') running.add(job.id)
    else running.delete(job.id)
    if (running.size > 0 && blocker === null) {
      blocker = powerSaveBlocker.start('prevent-app-suspension')
    }
    if (running.size === 0 && blocker !== null) {
      powerSaveBlocker.stop(blocker)
      blocker = null
    }
  })
}
