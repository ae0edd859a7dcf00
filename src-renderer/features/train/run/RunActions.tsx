import { Pause, RotateCw, Square } from 'lucide-react'
import type { Job } from '@contract/jobs'
import type { Run } from '@contract/training'
import { useAct } from '../../../bridge'
import { Button } from '../../../ui/Button'
import { showFailure } from '../../../ui/Failure'
import { isActive } from '../../../ui/jobs'

type RunActionsProps = { run: Run; job: Job }

/** What can be done to the run now. */
export const RunActions = ({ run: { id, halt }, job }: RunActionsProps) => {
  const pause = useAct('runs.pause')
  const stop = useAct('runs.stop')
  const resume = useAct('runs.resume')
  const failed = { onError: showFailure }
  const stopping = job.state.status === 'running' && job.state.stopping
  if (isActive(job)) {
    // It is being made into a model, which takes a moment and is not to be stopped.
    if (halt === 'keepLast' || halt === 'keepBest') return null
    return (
      <>
        <Button
          icon={<Pause />}
          command="run.pause"
          off={stopping && 'It is coming to a stop.'}
          working={(stopping && halt === 'paused') || pause.isPending ? 'Pausing' : null}
          onClick={() => pause.mutate({ id }, failed)}
        >
          Pause
        </Button>
        <Button
          icon={<Square />}
          command="app.stop"
          working={(stopping && halt !== 'paused') || stop.isPending ? 'Stopping' : null}
          onClick={() => stop.mutate({ id, keep: null }, failed)}
        >
          Stop and keep checkpoint
        </Button>
      </>
    )
  }
  if (job.state.status === 'succeeded') return null
  const failure = job.state.status === 'failed' ? job.state.error.code : null
  // With other settings it is likelier to come to its end: that is the next step then.
  const elsewhere = failure === 'out_of_memory' || failure === 'diverged'
  return (
    <Button
      look={elsewhere ? 'default' : 'primary'}
      icon={<RotateCw />}
      command="run.next"
      off={failure === 'diverged' && 'With these settings it would come to the same loss again.'}
      working={resume.isPending ? 'Continuing' : null}
      onClick={() => resume.mutate({ id }, failed)}
    >
      Continue
    </Button>
  )
}
