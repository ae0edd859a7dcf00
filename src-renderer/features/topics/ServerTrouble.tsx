import { ChevronRight, CircleAlert } from 'lucide-react'
import { useState } from 'react'
import type { ServerStatus } from '@contract/generation'
import { useAct } from '../../bridge'
import { Button } from '../../ui/Button'
import { ErrorNote } from '../../ui/ErrorNote'
import { Menu, MenuItem } from '../../ui/Menu'
import { serverNames, whyNot } from './engine-groups'

type ServerTroubleProps = {
  status: ServerStatus
  /** Its model is the one that should write: then it is said at once. */
  chosen: boolean
}

/** A server that has no model to offer: why, and what to do about it here. */
export const ServerTrouble = ({ status, chosen }: ServerTroubleProps) => {
  const [open, setOpen] = useState(false)
  const name = serverNames[status.server]
  if (chosen || open) return <Remedy status={status} />
  return (
    <button
      type="button"
      className="trouble-line small muted mt-2"
      aria-expanded={false}
      onClick={() => setOpen(true)}
    >
      <CircleAlert />
      <span>
        {name}: {lower(whyNot(status) ?? '')}
      </span>
      <ChevronRight />
    </button>
  )
}

const Remedy = ({ status }: { status: ServerStatus }) => {
  const load = useAct('engines.loadModel')
  const { error, models, server } = status
  if (server === 'lmstudio' && status.state === 'nothingLoaded' && models.length > 0) {
    return (
      <div className="mt-3" role="note">
        <p className="small">LM Studio runs, and none of its models is loaded.</p>
        <div className="mt-2">
          <Menu trigger={<Button working={load.isPending ? 'Loading' : null}>Load a model</Button>}>
            {models.map(({ id, name, detail }) => (
              <MenuItem key={id} onSelect={() => load.mutate({ model: id })}>
                {name} <span className="n small">{detail}</span>
              </MenuItem>
            ))}
          </Menu>
        </div>
        {load.error && <ErrorNote className="mt-2" error={load.error} />}
      </div>
    )
  }
  return error && <ErrorNote className="engine-note mt-3" error={error} />
}

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1)
