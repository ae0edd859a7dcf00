import { useState } from 'react'
import type { LoadedModel } from '@contract/deployments'
import { Button } from '../../ui/Button'
import { Checkbox } from '../../ui/Checkbox'
import { Dialog } from '../../ui/Dialog'
import { inWords, size } from '../../ui/words'

type AskToUnloadProps = {
  open: boolean
  models: LoadedModel[]
  onClose: () => void
  onUnload: (instanceIds: string[]) => void
}

/** Names what would step down: somebody may be at work with it. */
export const AskToUnload = ({ open, models, onClose, onUnload }: AskToUnloadProps) => {
  const [kept, setKept] = useState<readonly string[]>([])
  const going = models.filter(({ instanceId }) => !kept.includes(instanceId))
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={
        models.length === 1
          ? `Unload ${models[0]?.name ?? 'it'} first?`
          : `Unload ${inWords(models.length, 'model')} first?`
      }
      text="What is unloaded leaves LM Studio’s memory. Its file stays, and it can be loaded again at any time."
      decision
      actions={
        <>
          <Button keys="escape" onClick={onClose}>
            Keep them loaded
          </Button>
          <Button
            look="primary"
            command="app.commit"
            off={going.length === 0 && 'Choose at least one.'}
            onClick={() => onUnload(going.map(({ instanceId }) => instanceId))}
          >
            Unload {inWords(going.length, 'model')} and load
          </Button>
        </>
      }
    >
      <div className="mt-4">
        <LoadedList
          models={models}
          chosen={going.map(({ instanceId }) => instanceId)}
          onChange={(id, on) => setKept(on ? kept.filter((one) => one !== id) : [...kept, id])}
        />
      </div>
    </Dialog>
  )
}

type LoadedListProps = {
  models: LoadedModel[]
  chosen: readonly string[]
  onChange: (instanceId: string, on: boolean) => void
}

/** What the target holds in memory now, to choose from. */
export const LoadedList = ({ models, chosen, onChange }: LoadedListProps) => (
  <ul className="stack s2">
    {models.map(({ instanceId, name, sizeBytes }) => (
      <li key={instanceId}>
        <Checkbox checked={chosen.includes(instanceId)} onChange={(on) => onChange(instanceId, on)}>
          <span>
            <span className="name">{name}</span>
            {sizeBytes !== null && <span className="faint tn">, {size(sizeBytes)}</span>}
          </span>
        </Checkbox>
      </li>
    ))}
  </ul>
)
