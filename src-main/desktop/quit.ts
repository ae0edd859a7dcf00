import { app, dialog } from 'electron'
import type { Session } from './session'

/**
 * Quitting during a run asks what is to become of it; then everything is closed in order. `stay` is
 * called when the person chose to: the last window may be gone by then.
 */
export function confirmQuit(session: Session, stay: () => void): void {
  let state: 'open' | 'leaving' | 'left' = 'open'
  app.on('before-quit', (event) => {
    if (state === 'left') return
    event.preventDefault()
    // Asked a second time while the first question or the closing is still under way.
    if (state === 'leaving') return
    state = 'leaving'
    void leave(session)
      .catch((error: unknown) => {
        // What cannot be closed in order must not keep the app open: the next start sees to it.
        console.error(error)
        return true
      })
      .then((left) => {
        state = left ? 'left' : 'open'
        if (left) app.quit()
        else stay()
      })
  })
}

/** False when the person chose to stay. */
async function leave(session: Session): Promise<boolean> {
  const training = await session.app()?.runningTraining()
  if (training) {
    const { response } = await dialog.showMessageBox({
      type: 'question',
      message: `${training.title} is still training.`,
      detail: 'It can go on without the window; the next start finds it again.',
      buttons: ['Keep running', 'Stop and keep checkpoint', 'Stay'],
      defaultId: 0,
      cancelId: 2
    })
    if (response === 2) return false
    if (response === 1) await stopAndWait(session, training.id)
  }
  await session.close()
  return true
}

async function stopAndWait(session: Session, jobId: string): Promise<void> {
  const jobs = session.app()?.jobs
  await jobs?.cancel(jobId)
  await jobs?.finished(jobId)
}
