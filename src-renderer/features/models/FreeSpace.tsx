import { useState } from 'react'
import type { Model } from '@contract/models'
import { useAct, useCall } from '../../bridge'
import { Button } from '../../ui/Button'
import { useCommand } from '../../ui/commands/useCommand'
import { Dialog } from '../../ui/Dialog'
import { ErrorNote } from '../../ui/ErrorNote'
import { inWords, size as exactly } from '../../ui/words'

/** “38 GB on disk. Merged weights can be made again. Free 16 GB”. */
export const FreeSpace = ({ models }: { models: Model[] }) => {
  const [asking, setAsking] = useState(false)
  const reclaimable = useCall('models.reclaimable', {})
  const bytes = models.reduce((sum, { sizeBytes, missing }) => sum + (missing ? 0 : sizeBytes), 0)
  const free = reclaimable.data?.bytes ?? 0
  const going = models.filter(({ id }) => reclaimable.data?.models.includes(id) ?? false)
  useCommand('model.reclaim', () => setAsking(true), {
    title: `Free ${size(free)} of merged weights`,
    enabled: free > 0
  })
  return (
    <p className="muted tn flex-none">
      {size(bytes)} on disk.
      {free > 0 && (
        <>
          {' '}
          <span className="hide-narrow">Merged weights can be made again. </span>
          <button type="button" className="textlink" onClick={() => setAsking(true)}>
            Free {size(free)}
          </button>
        </>
      )}
      {asking && <AskToFree going={going} bytes={free} onClose={() => setAsking(false)} />}
    </p>
  )
}

/** Of many gigabytes the tenths say nothing: `16 GB`. */
const size = (bytes: number): string =>
  bytes >= 10e9 ? `${Math.round(bytes / 1e9)} GB` : exactly(bytes)

type AskToFreeProps = { going: Model[]; bytes: number; onClose: () => void }

const AskToFree = ({ going, bytes, onClose }: AskToFreeProps) => {
  const reclaim = useAct('models.reclaim')
  const deed = () => reclaim.mutate({}, { onSuccess: onClose })
  return (
    <Dialog
      open
      onClose={onClose}
      title={`Delete ${inWords(going.length, 'folder')} of merged weights?`}
      text={`This frees ${size(bytes)}. Their adapters and GGUF files stay, so nothing stops working; merging again makes the same weights.`}
      decision
      actions={
        <>
          <Button keys="escape" onClick={onClose}>
            Keep them
          </Button>
          <Button
            look="destroy"
            off={going.length === 0 && 'They are in use by a job now.'}
            working={reclaim.isPending ? 'Deleting' : null}
            onClick={deed}
          >
            Free {size(bytes)}
          </Button>
        </>
      }
    >
      <dl className="kv left small mt-4">
        {going.map(({ id, name, path, sizeBytes }) => (
          <div key={id} className="contents">
            <dt className="name">
              {name}, {size(sizeBytes)}
            </dt>
            <dd className="mono">{path}</dd>
          </div>
        ))}
      </dl>
      {reclaim.error && <ErrorNote className="mt-4" error={reclaim.error} onRetry={deed} />}
    </Dialog>
  )
}
