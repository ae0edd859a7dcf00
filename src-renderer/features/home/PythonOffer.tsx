import { Link } from 'wouter'
import type { Job } from '@contract/jobs'
import { envelopeOf, useAct, useCall } from '../../bridge'
import { Meter } from '../../ui/Counts'
import { useCommand } from '../../ui/commands/useCommand'
import { isActive, progressOf, sayJob, timeLeft } from '../../ui/jobs'
import { Offer } from './Offer'

/** Python for training: set up from here, with its progress in place. */
export const PythonOffer = () => {
  const status = useCall('python.status', {})
  const jobs = useCall('jobs.list', {})
  const build = useAct('python.build')
  const job = jobs.data?.find(({ kind }) => kind === 'build-python')
  const install = () => build.mutate({})
  const canInstall = status.data !== undefined && status.data.state !== 'ready'
  useCommand('home.installPython', install, {
    enabled: canInstall && !build.isPending && !(job && isActive(job))
  })
  if (status.data?.state === 'ready') {
    return (
      <Offer title="Training is set up">
        Understudy has its own copy of Python, and it passes its checks.{' '}
        <Link href="/settings/python">Look at it</Link>
      </Offer>
    )
  }
  if (job && isActive(job)) return <Installing job={job} />
  const problem = build.error
    ? envelopeOf(build.error).message
    : job && ['failed', 'interrupted', 'cancelled'].includes(job.state.status)
      ? sayJob(job)
      : null
  return (
    <Offer title="Training needs Python">
      {problem ?? 'Understudy installs its own copy before a first run. It touches no other.'}{' '}
      <button type="button" className="textlink" disabled={build.isPending} onClick={install}>
        {problem === null ? 'Install it now' : 'Try again'}
      </button>
      {problem !== null && (
        <>
          {' or '}
          <Link href="/settings/python">see what happened</Link>
        </>
      )}
    </Offer>
  )
}

const Installing = ({ job }: { job: Job }) => {
  const cancel = useAct('jobs.cancel')
  const progress = progressOf(job.state)
  const stopping = cancel.isPending || (job.state.status === 'running' && job.state.stopping)
  return (
    <Offer title="Python is being installed">
      <span className="trunc block" title={sayJob(job)}>
        {sayJob(job)}
        {timeLeft(job) && `, ${timeLeft(job) ?? ''}`}
      </span>
      {progress !== null && <Meter className="my-2 w-full" value={progress} label={job.title} />}
      You can rank meanwhile. <Link href="/settings/python">See each step</Link> or{' '}
      <button
        type="button"
        className="textlink"
        disabled={stopping}
        onClick={() => cancel.mutate({ id: job.id })}
      >
        {stopping ? 'stopping' : 'stop'}
      </button>
    </Offer>
  )
}
