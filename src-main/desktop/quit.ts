import { app, dialog } from 'electron'
import type { Session } from './session'

/** Quitting during a run asks what is to become of it; then everything is closed in order. */
export function confirmQuit(session: Session): void {
  let closed = false
  app.on('before-quit', (event) => {
    if (closed) return
    event.preventDefault()
    void leave(session).then((left) => {
      if (!left) return
      closed = true
      app.quit()
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
