import type { App } from '../app'
import { AppError } from '../app-error'
import { movingLine, seconds } from './terminal'

/**
 * Shows a job's progress until it has ended.
 *
 * @throws AppError what the job failed with
 */
export async function watchJob(app: App, jobId: string): Promise<void> {
  const job = await app.jobs.get(jobId)
  const line = movingLine(job.title)
  const startedAt = Date.now()
  const stopListening = app.events.listen(({ name, payload }) => {
    if (name !== 'jobs.progress' || payload.id !== jobId) return
    if (payload.state.status === 'running') {
      line.update(payload.state.progress, payload.state.message)
    }
  })
  const { state } = await app.jobs.finished(jobId)
  stopListening()
  if (state.status === 'failed') throw AppError.fromEnvelope(state.error)
  if (state.status !== 'succeeded') {
    throw new AppError({ code: 'cancelled', message: `${job.title}: stopped before its end.` })
  }
  line.end(`${state.message}, ${seconds(Date.now() - startedAt)}`)
}
