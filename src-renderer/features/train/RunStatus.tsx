import type { Job } from '@contract/jobs'
import type { Run } from '@contract/training'
import { Status } from '../../ui/Status'
import { duration } from '../../ui/words'
import { stageLabel } from './words'

type RunStatusProps = { run: Run; job: Job; stage: string | undefined; planned: string[] }

/** The stage while it runs, and how it ended. */
export const RunStatus = ({ run: { halt }, job, stage, planned }: RunStatusProps) => {
  const { state } = job
  const at = Math.max(0, stage === undefined ? 0 : planned.indexOf(stage))
  switch (state.status) {
    case 'queued':
      return <Status kind="waiting">Waiting for its turn</Status>
    case 'running':
      if (halt === 'keepLast' || halt === 'keepBest')
        return <Status kind="working">Making a model of its checkpoint</Status>
      if (state.stopping)
        return (
          <Status kind="working">
            {halt === 'paused' ? 'Pausing' : 'Stopping'} after this step
          </Status>
        )
      if (stage === undefined) return <Status kind="working">Getting ready</Status>
      return (
        <Status kind="working">
          <span>
            Stage {at + 1} of {Math.max(1, planned.length)}
            {/* From the second on there are tabs beside it, which name the stage in a narrow bar. */}
            <span className={at > 0 ? 'hidden wide:inline' : undefined}>, {stageLabel(stage)}</span>
          </span>
        </Status>
      )
    case 'succeeded':
      return (
        <Status kind="ok">
          {job.startedAt === null
            ? 'Finished'
            : `Finished in ${duration(state.at - job.startedAt)}`}
        </Status>
      )
    case 'failed':
      return <Status kind="stop">Stopped</Status>
    case 'cancelled':
      return (
        <Status kind="none">{halt === 'paused' ? 'Paused' : 'Stopped'}, checkpoint kept</Status>
      )
    case 'interrupted':
      return <Status kind="warn">Interrupted, checkpoint kept</Status>
  }
}
