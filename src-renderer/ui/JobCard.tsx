import { RotateCw, ScrollText } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { Link } from 'wouter'
import type { Job } from '@contract/jobs'
import { useAct, useCall, useEvent } from '../bridge'
import { Button } from './Button'
import { Meter } from './Counts'
import { ErrorNote } from './ErrorNote'
import { isActive, placeOf, progressOf, sayJob, timeLeft } from './jobs'
import { Status } from './Status'
import { duration } from './words'

type JobCardProps = {
  job: Job
  /** What the retry is called here, when it changes something: “Retry with half the batch”. */
  retryLabel?: string
  /** Under the meter: where the result is. */
  children?: ReactNode
}

/** A long piece of work: what it is doing, how far it is, and the buttons to stop or repeat it. */
export const JobCard = ({ job, retryLabel, children }: JobCardProps) => {
  const [logOpen, setLogOpen] = useState(false)
  const cancel = useAct('jobs.cancel')
  const retry = useAct('jobs.retry')
  const active = isActive(job)
  const progress = progressOf(job.state)
  const again = () => retry.mutate({ id: job.id })
  const stopping = job.state.status === 'running' && job.state.stopping
  return (
    <section className="sheet job" aria-label={job.title}>
      <div className="row between">
        <b className="med trunc">{job.title}</b>
        <div className="row">
          <JobStatus job={job} />
          <Button look="quiet" icon={<ScrollText />} onClick={() => setLogOpen(!logOpen)}>
            {logOpen ? 'Hide log' : 'Show log'}
          </Button>
          {active && (
            <Button
              command="app.stop"
              working={stopping || cancel.isPending ? 'Stopping' : null}
              onClick={() => cancel.mutate({ id: job.id })}
            >
              Stop
            </Button>
          )}
        </div>
      </div>
      {progress !== null && <Meter value={progress} label={job.title} />}
      {job.state.status === 'failed' ? (
        <ErrorNote
          className="mt-2"
          error={job.state.error}
          onRetry={again}
          {...(retryLabel === undefined ? {} : { retryLabel })}
        />
      ) : (
        <div className="row between small muted">
          <span className="selectable">{sayJob(job)}</span>
          <span className="tn flex-none">{timeLeft(job)}</span>
        </div>
      )}
      {isPaused(job) && (
        <div className="mt-2.5">
          <Button icon={<RotateCw />} working={retry.isPending ? 'Starting' : null} onClick={again}>
            {retryLabel ?? 'Continue'}
          </Button>
        </div>
      )}
      {cancel.error && <ErrorNote className="mt-2" error={cancel.error} />}
      {retry.error && <ErrorNote className="mt-2" error={retry.error} onRetry={again} />}
      {children}
      {logOpen && <JobLog job={job} />}
    </section>
  )
}

const isPaused = (job: Job) =>
  job.state.status === 'cancelled' || job.state.status === 'interrupted'

const JobStatus = ({ job }: { job: Job }) => {
  if (job.state.status === 'succeeded') {
    const took = job.startedAt === null ? null : duration(job.state.at - job.startedAt)
    return <Status kind="done">{took ? `Done in ${took}` : 'Done'}</Status>
  }
  if (job.state.status === 'failed') return <Status kind="stop">Stopped</Status>
  if (job.state.status === 'queued') return <Status kind="waiting">Waiting</Status>
  return null
}

/** The last lines of the job's log, read again with each step forward. */
export const JobLog = ({ job }: { job: Job }) => {
  const log = useCall('jobs.log', { id: job.id, lines: 200 })
  useEvent('jobs.progress', ({ id }) => {
    if (id === job.id) void log.refetch()
  })
  if (log.error) return <ErrorNote className="mt-2" error={log.error} />
  const lines = log.data?.lines ?? []
  return (
    <pre className="log mt-3" aria-label={`Log of ${job.title}`} tabIndex={0}>
      {lines.length === 0 ? 'Nothing in the log yet.' : lines.join('\n')}
    </pre>
  )
}

/** The running job at the foot of the sidebar; it leads to where the job is shown. */
export const JobLine = ({ job }: { job: Job }) => {
  const progress = progressOf(job.state)
  return (
    <Link href={placeOf(job)} className="side-job">
      <p className="trunc med small" title={job.title}>
        {job.title}
      </p>
      <p className="trunc faint small" title={sayJob(job)}>
        {timeLeft(job) ?? sayJob(job)}
      </p>
      {progress !== null && <Meter value={progress} label={job.title} />}
    </Link>
  )
}
