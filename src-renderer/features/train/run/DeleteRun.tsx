import { useLocation } from 'wouter'
import type { Run } from '@contract/training'
import { useAct, useCall } from '../../../bridge'
import { Button } from '../../../ui/Button'
import { Dialog } from '../../../ui/Dialog'
import { ErrorNote } from '../../../ui/ErrorNote'
import { size } from '../../../ui/words'

type DeleteRunProps = { run: Run; onClose: () => void }

/** Files go for good, so it asks, and says how many bytes and what stays. */
export const DeleteRun = ({ run: { id, number }, onClose }: DeleteRunProps) => {
  const [, navigate] = useLocation()
  const found = useCall('runs.size', { id })
  const remove = useAct('runs.delete')
  const bytes = found.data
  const done = (what: 'all' | 'checkpoints') =>
    remove.mutate(
      { id, what },
      { onSuccess: () => (what === 'all' ? navigate('/train') : onClose()) }
    )
  return (
    <Dialog
      open
      decision
      onClose={onClose}
      title={`Delete run ${number}?`}
      text={bytes ? consequences(bytes) : 'Its files are being counted.'}
      actions={
        <>
          <Button keys="escape" onClick={onClose}>
            Keep it
          </Button>
          {bytes && bytes.checkpointBytes > 0 && bytes.checkpointBytes < bytes.totalBytes && (
            <Button
              look="danger"
              working={
                remove.isPending && remove.variables.what === 'checkpoints' ? 'Deleting' : null
              }
              onClick={() => done('checkpoints')}
            >
              Delete only the checkpoints, {size(bytes.checkpointBytes)}
            </Button>
          )}
          <Button
            look="destroy"
            off={!bytes && 'Its files are being counted.'}
            working={remove.isPending && remove.variables.what === 'all' ? 'Deleting' : null}
            onClick={() => done('all')}
          >
            {bytes ? `Delete ${size(bytes.totalBytes)}` : 'Delete'}
          </Button>
        </>
      }
    >
      {(found.error ?? remove.error) && (
        <ErrorNote className="mt-4" error={found.error ?? remove.error} />
      )}
    </Dialog>
  )
}

const consequences = ({ models }: { models: readonly string[] }): string => {
  const gone =
    'Its adapter, checkpoints, figures and notes are deleted for good. Without the checkpoints alone it cannot be continued, and everything else stays.'
  return models.length === 0
    ? `${gone} No model was exported from it.`
    : `${gone} What was exported from it stays: ${models.join(', ')}.`
}
