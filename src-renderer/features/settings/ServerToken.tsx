import { Eye, EyeOff } from 'lucide-react'
import { useState, type RefObject } from 'react'
import type { Connection, ServerName } from '@contract/generation'
import { platform, useAct } from '../../bridge'
import { Button, IconButton } from '../../ui/Button'
import { ErrorNote } from '../../ui/ErrorNote'
import { TextField } from '../../ui/Field'

type ServerTokenProps = {
  server: ServerName
  connection: Connection
  /** False where the system has no keychain. */
  kept: boolean
  ref?: RefObject<HTMLInputElement | null>
}

/**
 * The token goes to main and never comes back; here stands only whether there is one. Saved when
 * the field is left, or with Enter.
 */
export const ServerToken = ({ server, connection, kept, ref }: ServerTokenProps) => {
  const [token, setToken] = useState('')
  const [shown, setShown] = useState(false)
  const update = useAct('engines.update')
  const off = connection.baseUrl === ''
  const save = () => {
    if (token.trim() === '' || off) return
    update.mutate(
      { server: { name: server, token: token.trim() } },
      { onSuccess: () => setToken('') }
    )
  }
  const typing = token !== ''
  return (
    <form
      onBlur={({ currentTarget, relatedTarget }) => {
        // The eye stands in the field: a look at what was typed does not save it yet.
        if (!currentTarget.contains(relatedTarget)) save()
      }}
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <div className="relative">
        <TextField
          label="API token"
          type={shown ? 'text' : 'password'}
          value={token}
          onChange={setToken}
          disabled={off}
          placeholder={
            connection.hasToken ? '••••••••••••••••' : 'Only where the server asks for one'
          }
          hint={typing ? 'Saved when you leave it.' : whereKept(connection, kept)}
          {...(ref ? { ref } : {})}
        />
        {typing && (
          <span className="absolute top-6 right-0.5">
            <IconButton
              label={shown ? 'Hide the token' : 'Show the token'}
              onClick={() => setShown(!shown)}
            >
              {shown ? <EyeOff /> : <Eye />}
            </IconButton>
          </span>
        )}
        {!typing && connection.hasToken && (
          <span className="absolute top-6 right-0.5">
            <Button
              look="quiet"
              working={update.isPending ? 'Forgetting' : null}
              onClick={() => update.mutate({ server: { name: server, token: null } })}
            >
              Forget
            </Button>
          </span>
        )}
      </div>
      {update.error && <ErrorNote className="mt-2" error={update.error} />}
    </form>
  )
}

const whereKept = ({ hasToken }: Connection, kept: boolean) => {
  if (!kept) return 'This system has no keychain, so a token lasts until the app quits.'
  const keychain = platform() === 'darwin' ? 'the macOS Keychain' : 'the system’s keychain'
  return hasToken ? `Kept in ${keychain}.` : `Would be kept in ${keychain}.`
}
