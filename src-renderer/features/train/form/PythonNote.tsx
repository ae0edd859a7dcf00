import { useAct, useCall } from '../../../bridge'
import { Button } from '../../../ui/Button'
import { ErrorNote } from '../../../ui/ErrorNote'
import { JobCard } from '../../../ui/JobCard'
import { isActive } from '../../../ui/jobs'
import { Note } from '../../../ui/Note'

/** Training needs Python; the app builds it, here as in Settings. */
export const PythonNote = () => {
  const jobs = useCall('jobs.list', {})
  const python = useCall('python.status', {})
  const build = useAct('python.build')
  const job = jobs.data?.find(({ kind }) => kind === 'build-python')
  const begin = () => build.mutate({})
  if (job && (isActive(job) || job.state.status !== 'succeeded')) {
    return (
      <div className="mb-6">
        <JobCard job={job} />
      </div>
    )
  }
  const broken = python.data?.state === 'broken'
  return (
    <div className="mb-6">
      <Note
        kind={broken ? 'warn' : 'info'}
        title={
          broken
            ? 'The Python environment does not work.'
            : 'Training needs its own copy of Python.'
        }
        actions={
          <Button
            look="primary"
            command="python.build"
            working={build.isPending ? 'Starting' : null}
            onClick={begin}
          >
            {broken ? 'Repair Python' : 'Set up Python'}
          </Button>
        }
      >
        {broken
          ? 'A check failed. Repairing replaces only what is wrong; nothing else on this machine is touched.'
          : 'It is set up once, beside the app, and takes some minutes. What it needs is downloaded; nothing is sent.'}
      </Note>
      {build.error && <ErrorNote className="mt-3" error={build.error} onRetry={begin} />}
    </div>
  )
}
