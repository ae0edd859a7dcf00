import { RotateCw } from 'lucide-react'
import type { HubBase } from '@contract/hub'
import type { Job } from '@contract/jobs'
import { useAct } from '../../../bridge'
import { Button } from '../../../ui/Button'
import { Meter } from '../../../ui/Counts'
import { ErrorNote } from '../../../ui/ErrorNote'
import { isActive, progressOf, sayJob } from '../../../ui/jobs'
import { Status } from '../../../ui/Status'
import { size } from '../../../ui/words'
import { enterToken } from './HubAccess'
import { Outside } from './Outside'

type FetchingProps = { job: Job; base: HubBase; onAnew: () => void }

/** A download that runs, with its bytes; or one that has stopped, with what goes on from there. */
export const Fetching = ({ job, base, onAnew }: FetchingProps) => {
  const cancel = useAct('jobs.cancel')
  const retry = useAct('jobs.retry')
  const discard = useAct('bases.discard')
  const { name, repository, page, state } = base
  const progress = progressOf(job.state)
  const stopping = job.state.status === 'running' && job.state.stopping
  const again = () => retry.mutate({ id: job.id })
  const problem = cancel.error ?? retry.error ?? discard.error
  if (isActive(job)) {
    return (
      <>
        <div className="base-act">
          <Button
            aria-label={`Stop fetching ${name}`}
            working={stopping || cancel.isPending ? 'Stopping' : null}
            onClick={() => cancel.mutate({ id: job.id })}
          >
            Stop
          </Button>
        </div>
        <div className="base-wide">
          {progress !== null && <Meter value={progress} label={`Download of ${name}`} />}
          <p className="small muted tn" role="status">
            {sayJob(job)}
          </p>
        </div>
      </>
    )
  }
  const failed = job.state.status === 'failed' ? job.state.error : null
  const isGone = failed?.code === 'hub_not_found'
  return (
    <>
      <div className="base-act">
        <Button
          icon={<RotateCw />}
          aria-label={`${failed ? 'Try again' : 'Continue'} with ${name}`}
          working={retry.isPending ? 'Starting' : null}
          onClick={isGone && state.state === 'absent' ? onAnew : again}
        >
          {failed ? 'Try again' : 'Continue'}
        </Button>
      </div>
      <div className="base-wide stack s2">
        {failed && <ErrorNote error={failed} />}
        <div className="row between">
          <span className="small muted">
            {failed ? null : <Status kind="none">Stopped. </Status>}
            {state.state === 'partial' && saidSoFar(state)}
          </span>
          <span className="row">
            {failed && ['hub_unauthorized', 'hub_gated'].includes(failed.code) && (
              <Button look="quiet" aria-label={`Enter the token for ${name}`} onClick={enterToken}>
                Enter the token
              </Button>
            )}
            {failed && failed.code.startsWith('hub_') && (
              <Outside href={page}>Open its page</Outside>
            )}
            {state.state === 'partial' && (
              <Button
                look="quiet"
                aria-label={`Discard what is here of ${name}`}
                working={discard.isPending ? 'Discarding' : null}
                onClick={() => discard.mutate({ repository })}
              >
                Discard
              </Button>
            )}
          </span>
        </div>
        {problem && <ErrorNote error={problem} />}
      </div>
    </>
  )
}

const saidSoFar = ({ bytes, totalBytes }: { bytes: number; totalBytes: number | null }): string =>
  totalBytes === null ? 'Nothing is here yet.' : `${size(bytes)} of ${size(totalBytes)} are here.`
