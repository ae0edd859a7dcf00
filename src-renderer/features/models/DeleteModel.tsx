import type { Model } from '@contract/models'
import { useAct, useCall } from '../../bridge'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { ErrorNote } from '../../ui/ErrorNote'
import { size } from '../../ui/words'
import { kindName } from './kinds'

type DeleteModelProps = { model: Model; onClose: () => void }

/** Bytes are really deleted here, so it asks, and names every file and what it means. */
export const DeleteModel = ({ model, onClose }: DeleteModelProps) => {
  const deletion = useCall('models.deletion', { id: model.id })
  const remove = useAct('models.delete')
  const deed = () => remove.mutate({ id: model.id }, { onSuccess: onClose })
  const plan = deletion.data
  const refusal = plan?.refusal ?? null
  return (
    <Dialog
      open
      onClose={onClose}
      title={
        refusal === null
          ? `Delete ${kindName(model)} of ${model.name}?`
          : `${model.name} cannot be deleted now`
      }
      text={
        refusal ??
        (plan && plan.freesBytes > 0
          ? `This frees ${size(plan.freesBytes)} and cannot be undone.`
          : 'Its files are not the project’s own, so only this list forgets it.')
      }
      decision
      actions={
        <>
          <Button keys="escape" onClick={onClose}>
            {refusal === null ? 'Keep it' : 'Close'}
          </Button>
          {refusal === null && (
            <Button
              look="destroy"
              off={!plan && 'It is still being looked at.'}
              working={remove.isPending ? 'Deleting' : null}
              onClick={deed}
            >
              Delete {kindName(model)}
            </Button>
          )}
        </>
      }
    >
      {plan && refusal === null && (
        <>
          <p className="mono small selectable mt-4 break-all">{model.path}</p>
          {plan.consequences.map((sentence) => (
            <p key={sentence} className="muted mt-2">
              {sentence}
            </p>
          ))}
        </>
      )}
      {deletion.error && <ErrorNote className="mt-4" error={deletion.error} />}
      {remove.error && <ErrorNote className="mt-4" error={remove.error} onRetry={deed} />}
    </Dialog>
  )
}
