import { Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { PythonEnvironment, PythonStatus } from '@contract/python'
import { useAct, useCall } from '../../bridge'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { ErrorNote } from '../../ui/ErrorNote'
import { Section } from '../../ui/Page'
import { Status } from '../../ui/Status'
import { size, whenDay } from '../../ui/words'
import { SettingRow } from './SettingsPage'

/** What lies on the disk: the environment in use, and those of other versions of the app. */
export const PythonEnvironments = ({ status }: { status: PythonStatus }) => {
  const found = useCall('python.environments', {})
  const [removing, setRemoving] = useState<PythonEnvironment | null>(null)
  if (found.data?.length === 0) return null
  return (
    <Section title="On this computer" className="mt-6">
      {found.isPending && (
        <div className="mt-3">
          <Status kind="working">Measuring what there is</Status>
        </div>
      )}
      {found.error && <ErrorNote className="mt-3" error={found.error} />}
      {found.data?.map((environment) => (
        <SettingRow
          key={environment.id}
          title={nameOf(environment)}
          text={
            <>
              {sizeOf(environment)}
              <br />
              <span className="mono selectable break-all">{environment.path}</span>
            </>
          }
        >
          <Button
            look="danger"
            icon={<Trash2 />}
            aria-label={`Remove: ${nameOf(environment)}`}
            off={
              environment.current &&
              status.state === 'building' &&
              'It is being set up at this moment.'
            }
            onClick={() => setRemoving(environment)}
          >
            Remove
          </Button>
        </SettingRow>
      ))}
      {removing && <Removal environment={removing} onClose={() => setRemoving(null)} />}
    </Section>
  )
}

type RemovalProps = { environment: PythonEnvironment; onClose: () => void }

/** Bytes go for good, so it asks. */
const Removal = ({ environment, onClose }: RemovalProps) => {
  const remove = useAct('python.remove')
  const { id, current, freesBytes } = environment
  return (
    <Dialog
      open
      decision
      onClose={onClose}
      title={current ? 'Remove the training environment?' : 'Remove this older environment?'}
      text={
        current
          ? 'Training needs it to be set up again, from the network or from a bundle. Personas, rankings and models stay.'
          : 'This version of Understudy does not use it. An older version would set it up again.'
      }
      actions={
        <>
          <Button keys="escape" onClick={onClose}>
            Keep it
          </Button>
          <Button
            look="destroy"
            working={remove.isPending ? 'Removing' : null}
            onClick={() => remove.mutate({ id }, { onSuccess: onClose })}
          >
            Remove it, frees {size(freesBytes)}
          </Button>
        </>
      }
    >
      {remove.error && <ErrorNote className="mt-4" error={remove.error} />}
    </Dialog>
  )
}

const nameOf = ({ current, probe, builtAt }: PythonEnvironment): string => {
  const what = probe ? `PyTorch ${probe.torch} on Python ${probe.python}` : 'Not whole'
  const since = builtAt === null ? '' : `, built: ${whenDay(builtAt)}`
  return `${current ? 'In use' : 'Of another version of Understudy'}: ${what}${since}`
}

/** Files that uv's cache shares stay there. */
const sizeOf = ({ bytes, freesBytes }: PythonEnvironment): string =>
  bytes - freesBytes < 1e6
    ? `${size(bytes)}.`
    : `${size(bytes)}, of which removing frees ${size(freesBytes)}: uv’s cache shares the rest.`
