import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { OwnBase } from '@contract/hub'
import { useAct, useCall } from '../../../bridge'
import { Button, IconButton } from '../../../ui/Button'
import { Dialog } from '../../../ui/Dialog'
import { ErrorNote } from '../../../ui/ErrorNote'
import { sayFit } from '../../../ui/fit'
import { size } from '../../../ui/words'

/** What this project can train already. */
export const OwnBases = () => {
  const bases = useCall('bases.list', {})
  const [leaving, setLeaving] = useState<OwnBase | null>(null)
  return (
    <section>
      <h2 className="h">In this project</h2>
      {bases.error && <ErrorNote className="mt-2" error={bases.error} />}
      {bases.data?.length === 0 && <p className="muted mt-2">No base model yet.</p>}
      <ul className="lines mt-2">
        {bases.data?.map((base) => (
          <li key={base.model.id} className="row between items-start gap-2 py-2">
            <div className="min-w-0">
              <p className="med trunc" title={base.model.name}>
                {base.model.name}
              </p>
              <p className="small muted">{describe(base)}</p>
            </div>
            {base.source !== 'starter' && (
              <IconButton label={`Remove ${base.model.name}`} onClick={() => setLeaving(base)}>
                <Trash2 />
              </IconButton>
            )}
          </li>
        ))}
      </ul>
      {leaving && <RemoveBase base={leaving} onClose={() => setLeaving(null)} />}
    </section>
  )
}

const RemoveBase = ({
  base: { model, source },
  onClose
}: {
  base: OwnBase
  onClose: () => void
}) => {
  const remove = useAct('bases.remove')
  const deed = () => remove.mutate({ id: model.id }, { onSuccess: onClose })
  return (
    <Dialog
      open
      onClose={onClose}
      decision
      title={`Remove ${model.name}?`}
      text={
        source === 'hub'
          ? `Its files (${size(model.sizeBytes)}) are deleted from this machine, for all projects. It can be fetched again.`
          : 'A copy that Understudy made is deleted; your own files stay where they are.'
      }
      actions={
        <>
          <Button keys="escape" onClick={onClose}>
            Keep it
          </Button>
          <Button look="destroy" working={remove.isPending ? 'Removing' : null} onClick={deed}>
            Remove the base model
          </Button>
        </>
      }
    >
      {remove.error && <ErrorNote className="mt-4" error={remove.error} />}
    </Dialog>
  )
}

const describe = ({ model, source, fit }: OwnBase): string => {
  if (model.missing) return 'Its files are no longer in their place.'
  const parts = [size(model.sizeBytes), sources[source], fit && sayFit(fit)]
  return parts.filter(Boolean).join(', ')
}

const sources: Record<OwnBase['source'], string> = {
  starter: 'comes with the app, rounded to 4 bits',
  hub: 'from the hub',
  folder: 'your folder',
  gguf: 'a GGUF file, rounded'
}
