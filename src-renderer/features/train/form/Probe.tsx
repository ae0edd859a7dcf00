import { Gauge } from 'lucide-react'
import { useAct, useCall, useEvent } from '../../../bridge'
import { Button } from '../../../ui/Button'
import { ErrorNote } from '../../../ui/ErrorNote'
import { JobCard } from '../../../ui/JobCard'
import { isActive } from '../../../ui/jobs'
import { duration, size, when } from '../../../ui/words'
import type { NewRun } from './useNewRun'

type ProbeProps = { form: NewRun; off: string | null }

/** Twenty real steps, measured and thrown away: what the estimates then stand on. */
export const Probe = ({ form, off }: ProbeProps) => {
  const jobs = useCall('jobs.list', {})
  const probe = useAct('runs.probe')
  const begin = () => probe.mutate(form.choices)
  useEvent('jobs.progress', ({ kind, state }) => {
    // The estimates stand on it from now on.
    if (kind === 'probe' && state.status === 'succeeded') {
      void form.preview.refetch()
      void form.plain.refetch()
    }
  })
  const job = jobs.data?.find(({ kind }) => kind === 'probe')
  const measured = form.preview.data?.estimate.probe
  return (
    <div className="mt-3">
      {measured && (
        <p className="small muted mb-2">
          Measured {when(measured.at)} on {measured.device}, {measured.precision}:{' '}
          {Math.round(measured.tokensPerSecond)} tok/s, {duration(measured.secondsPerStep * 1000)} a
          step, {size(measured.peakMemoryMb * 2 ** 20)}.
        </p>
      )}
      {job && (isActive(job) || job.state.status === 'failed') ? (
        <JobCard job={job} />
      ) : (
        <Button
          icon={<Gauge />}
          command="run.probe"
          off={off ?? form.notYet}
          working={probe.isPending ? 'Starting' : null}
          onClick={begin}
        >
          Measure 20 steps
        </Button>
      )}
      {probe.error && <ErrorNote className="mt-3" error={probe.error} onRetry={begin} />}
    </div>
  )
}
