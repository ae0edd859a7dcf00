import type { Run } from '@contract/training'
import { useAct } from '../../../bridge'
import { Button } from '../../../ui/Button'
import { ErrorNote } from '../../../ui/ErrorNote'

/** Ends a run that does not go on, and makes a model of what it has. */
export const KeepCheckpoint = ({ run: { id } }: { run: Run }) => {
  const stop = useAct('runs.stop')
  const keep = (which: 'last' | 'best') => stop.mutate({ id, keep: which })
  const asked = stop.isPending ? stop.variables.keep : null
  return (
    <>
      <Button
        command="run.keepBest"
        off={asked === 'last' && 'It is being made of the last one.'}
        working={asked === 'best' ? 'Making it' : null}
        onClick={() => keep('best')}
      >
        End with its best checkpoint
      </Button>
      <Button
        command="run.keepLast"
        off={asked === 'best' && 'It is being made of the best one.'}
        working={asked === 'last' ? 'Making it' : null}
        onClick={() => keep('last')}
      >
        End with its last
      </Button>
      {stop.error && <ErrorNote className="w-full" error={stop.error} />}
    </>
  )
}
