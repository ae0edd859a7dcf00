import type { App } from '../app'
import { successOf } from '../job-outcome'
import { movingLine, seconds } from './terminal'

/**
 * Shows a job's progress until it has ended. Ctrl+C stops the job: its trainer leads a process group
 * of its own and would go on alone.
 *
 * @throws AppError what the job failed with, `cancelled` when it was stopped
 */
export async function watchJob(
  app: Pick<App, 'jobs' | 'events'>,
  jobId: string,
  { quiet = false }: { quiet?: boolean } = {}
): Promise<void> {
  const job = await app.jobs.get(jobId)
  const line = quiet ? noLine : movingLine(job.title)
  const startedAt = Date.now()
  const stopListening = app.events.listen(({ name, payload }) => {
    if (name !== 'jobs.progress' || payload.id !== jobId) return
    if (payload.state.status === 'running') {
      line.update(payload.state.progress, payload.state.message)
    }
  })
  const stop = (): void => {
    line.update(null, 'Stopping')
    // Where even that fails, the next Ctrl+C ends this process at once.
    app.jobs.cancel(jobId).catch(() => undefined)
  }
  for (const signal of STOP_SIGNALS) process.once(signal, stop)
  const ended = await app.jobs.finished(jobId).finally(() => {
    stopListening()
    for (const signal of STOP_SIGNALS) process.off(signal, stop)
  })
  // The time belongs to the sentence.
  line.end(`${successOf(ended).replace(/\.$/, '')}, ${seconds(Date.now() - startedAt)}`)
}

const noLine: ReturnType<typeof movingLine> = { update: () => undefined, end: () => undefined }

const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
