import type { Job } from '@contract/jobs'
import type { Model } from '@contract/models'
import { useCall } from '../../bridge'
import { JobCard } from '../../ui/JobCard'
import { stepOf } from '../../ui/jobs'
import { Steps, type Step } from '../../ui/Steps'

/** What is being made of an adapter, or was on the way when it stopped: under the line it belongs to. */
export const LineWork = ({ adapter }: { adapter: Model }) => {
  const jobs = useCall('jobs.list', {})
  const newest = jobs.data?.find(
    ({ kind, subjectId }) =>
      (kind === 'export' || kind === 'prepare-try') && subjectId === adapter.id
  )
  if (!newest || newest.state.status === 'succeeded') return null
  return (
    <div className="under-row">
      <JobCard job={newest}>
        {newest.steps.length > 1 && (
          <div className="mt-4">
            <Steps tight steps={stepsOf(newest)} />
          </div>
        )}
      </JobCard>
    </div>
  )
}

const stepsOf = (job: Job): Step[] => {
  const at = stepOf(job)
  const { status } = job.state
  return job.steps.map(({ name, title }, index) => ({
    key: name,
    title,
    state:
      index < at
        ? 'done'
        : index > at
          ? 'todo'
          : status === 'running'
            ? 'now'
            : status === 'failed'
              ? 'fail'
              : 'todo'
  }))
}
