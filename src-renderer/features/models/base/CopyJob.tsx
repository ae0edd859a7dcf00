import { useCall } from '../../../bridge'
import { JobCard } from '../../../ui/JobCard'

/** The copy of a folder or file that runs or has stopped. */
export const CopyJob = () => {
  const jobs = useCall('jobs.list', {})
  const job = jobs.data?.find(({ kind }) => kind === 'import-base')
  if (!job || job.state.status === 'succeeded') return null
  return (
    <div className="mb-6">
      <JobCard job={job} />
    </div>
  )
}
