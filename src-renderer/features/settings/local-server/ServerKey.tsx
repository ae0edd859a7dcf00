import { useState } from 'react'
import type { LocalServer } from '@contract/server'
import { useAct } from '../../../bridge'
import { announce } from '../../../ui/announce'
import { Button } from '../../../ui/Button'
import { copyText } from '../../../ui/clipboard'
import { Dialog } from '../../../ui/Dialog'
import { ErrorNote } from '../../../ui/ErrorNote'
import { SettingRow } from '../SettingsPage'

/** The token: copied out, and made anew when a program is to be shut out. */
export const ServerKey = ({ server }: { server: LocalServer }) => {
  const read = useAct('server.token')
  const renew = useAct('server.renewToken')
  const [shown, setShown] = useState<string | null>(null)
  const [asking, setAsking] = useState(false)
  const copy = (token: string) => {
    if (copyText(token)) announce('The token is on the clipboard.')
    else setShown(token)
  }
  return (
    <>
      <SettingRow
        title="Token"
        text={
          <>
            Programs send it as “Authorization: Bearer …”, where others ask for an API key.{' '}
            {server.tokenIsKept
              ? 'Kept in the system’s keychain.'
              : 'This system has no keychain, so there is a new one at each start.'}
            {shown !== null && (
              <>
                <br />
                <span className="mono selectable break-all">{shown}</span>
              </>
            )}
          </>
        }
      >
        <div className="row">
          <Button
            command="server.copyToken"
            onClick={() => read.mutate({}, { onSuccess: ({ token }) => copy(token) })}
          >
            Copy the token
          </Button>
          <Button
            command="server.showToken"
            onClick={() => {
              if (shown === null) read.mutate({}, { onSuccess: ({ token }) => setShown(token) })
              else setShown(null)
            }}
          >
            {shown === null ? 'Show the token' : 'Hide the token'}
          </Button>
          <Button command="server.renewToken" onClick={() => setAsking(true)}>
            Renew
          </Button>
        </div>
      </SettingRow>
      {(read.error ?? renew.error) && (
        <ErrorNote className="mt-3" error={read.error ?? renew.error} />
      )}
      <Dialog
        open={asking}
        onClose={() => setAsking(false)}
        title="Make a new token?"
        text="Every program that has the old one is refused from then on."
        decision
        actions={
          <>
            <Button keys="escape" onClick={() => setAsking(false)}>
              Keep the token
            </Button>
            <Button
              look="destroy"
              onClick={() => {
                setAsking(false)
                renew.mutate(
                  {},
                  { onSuccess: ({ token }) => setShown((was) => (was === null ? null : token)) }
                )
              }}
            >
              Make a new token
            </Button>
          </>
        }
      />
    </>
  )
}
