import type { LocalServer } from '@contract/server'
import { useAct, useCall } from '../../../bridge'
import { ErrorNote } from '../../../ui/ErrorNote'
import { Status } from '../../../ui/Status'
import { Switch } from '../../../ui/Switch'
import { count } from '../../../ui/words'
import { SettingRow, SettingsPage } from '../SettingsPage'
import { Callers } from './Callers'
import { ServedModels } from './ServedModels'
import { ServerKey } from './ServerKey'
import { ServerPort } from './ServerPort'

/** The server for scripts and other programs of this computer: off until it is turned on here. */
export const LocalServerPage = () => {
  const status = useCall('server.status', {})
  return (
    <SettingsPage tab="server">
      <h2 className="title">Let other programs of this computer ask</h2>
      <p className="muted mt-1 mb-3 max-w-measure">
        Your models answer scripts, editors and Obsidian as OpenAI’s API would, and scripts can have
        drafts written and ranked. Only this computer can reach it, and only with the token.
      </p>
      {status.error && <ErrorNote error={status.error} onRetry={() => void status.refetch()} />}
      {status.data && <Parts server={status.data} />}
    </SettingsPage>
  )
}

const Parts = ({ server }: { server: LocalServer }) => (
  <>
    <OnOff server={server} />
    <ServerPort server={server} />
    <ServerKey server={server} />
    <ServedModels server={server} />
    <Callers server={server} />
  </>
)

const OnOff = ({ server }: { server: LocalServer }) => {
  const update = useAct('server.update')
  const on = server.state !== 'off'
  const turn = (next: boolean) => update.mutate({ on: next })
  return (
    <>
      <SettingRow
        title="Local server"
        text={
          <>
            {server.state === 'on' && <Status kind="ok">Answers at {server.address}</Status>}
            {server.state === 'off' && 'Off. Nothing listens.'}
            {server.state === 'failed' && <Status kind="stop">Could not start</Status>}
            {server.answered + server.refused > 0 && (
              <p className="tn">
                {count(server.answered, 'answer')} and {count(server.refused, 'refusal')} since the
                start.
              </p>
            )}
          </>
        }
      >
        <Switch label="Local server" checked={on} onChange={turn} />
      </SettingRow>
      {server.error && (
        <ErrorNote className="mt-3" error={server.error} onRetry={() => turn(true)} />
      )}
      {update.error && <ErrorNote className="mt-3" error={update.error} />}
    </>
  )
}
