import type { ErrorCode } from '@contract/errors'
import type { Run } from '@contract/training'
import { Status } from '../../ui/Status'

const whatFailed: Partial<Record<ErrorCode, string>> = {
  out_of_memory: 'Memory ran out',
  disk_full: 'The disk was full',
  diverged: 'The loss was no number',
  python_missing: 'Python was not ready',
  python_broken: 'Python did not load'
}

/** The state of a run in a list. */
export const RunState = ({ run: { state, halt } }: { run: Run }) => {
  switch (state.status) {
    case 'queued':
      return <Status kind="waiting">Waiting</Status>
    case 'running':
      return (
        <Status kind="working">
          {state.progress === null ? 'Running' : `${Math.round(state.progress * 100)}% done`}
        </Status>
      )
    case 'succeeded':
      return <Status kind="ok">Finished</Status>
    case 'failed':
      return <Status kind="stop">{whatFailed[state.error.code] ?? 'Stopped by an error'}</Status>
    case 'cancelled':
      return <Status kind="none">{halt === 'paused' ? 'Paused' : 'Stopped'}, can continue</Status>
    case 'interrupted':
      return <Status kind="warn">Interrupted, can continue</Status>
  }
}
