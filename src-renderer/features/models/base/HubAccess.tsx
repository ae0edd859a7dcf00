import { useState } from 'react'
import type { HubSettings } from '@contract/hub'
import { platform, useAct, useCall } from '../../../bridge'
import { Button } from '../../../ui/Button'
import { ErrorNote } from '../../../ui/ErrorNote'
import { TextField } from '../../../ui/Field'
import { Outside } from './Outside'

const TOKEN_FIELD = 'hub-token'

/** Goes to the field for the token, wherever on the page it is. */
export const enterToken = () => document.getElementsByName(TOKEN_FIELD)[0]?.focus()

/** The hub that is asked, or a mirror of it, and the token for gated models. */
export const HubAccess = () => {
  const settings = useCall('hub.settings', {})
  return (
    <section>
      <h2 className="h">The hub</h2>
      {settings.error && <ErrorNote className="mt-2" error={settings.error} />}
      {settings.data && (
        <div className="stack s4 mt-3">
          <Token key={settings.data.address} settings={settings.data} />
          <Address key={`at ${settings.data.address}`} settings={settings.data} />
        </div>
      )}
    </section>
  )
}

/** The token goes to main and never comes back; here stands only whether there is one. */
const Token = ({ settings }: { settings: HubSettings }) => {
  const [token, setToken] = useState('')
  const update = useAct('hub.update')
  const save = (value: string | null) =>
    update.mutate({ token: value }, { onSuccess: () => setToken('') })
  const { address, hasToken } = settings
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (token.trim() !== '') save(token.trim())
      }}
    >
      <TextField
        name={TOKEN_FIELD}
        label="Access token"
        type="password"
        autoComplete="off"
        value={token}
        onChange={setToken}
        placeholder={hasToken ? '••••••••••••••••' : 'Only for gated and private models'}
        hint={whereKept(settings)}
      />
      <div className="row mt-2">
        <Button
          type="submit"
          off={token.trim() === '' && 'Enter a token first.'}
          working={update.isPending ? 'Saving' : null}
        >
          Save the token
        </Button>
        {hasToken && token === '' && (
          <Button look="quiet" onClick={() => save(null)}>
            Forget it
          </Button>
        )}
      </div>
      <p className="small muted mt-2">
        A token of the kind “Read” is enough:{' '}
        <Outside href={`${address}/settings/tokens`}>make one</Outside>. For a gated model, also
        accept its licence on its page.
      </p>
      {update.error && <ErrorNote className="mt-2" error={update.error} />}
    </form>
  )
}

const Address = ({ settings }: { settings: HubSettings }) => {
  const [address, setAddress] = useState(settings.address)
  const update = useAct('hub.update')
  const save = () => {
    if (address.trim() !== settings.address) update.mutate({ address: address.trim() })
  }
  return (
    <form
      onBlur={save}
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <TextField
        label="Address"
        value={address}
        onChange={setAddress}
        spellCheck={false}
        hint="A mirror may stand here. Each address has a token of its own; empty is the usual hub."
      />
      {update.error && <ErrorNote className="mt-2" error={update.error} />}
    </form>
  )
}

const whereKept = ({ hasToken, tokenKept }: HubSettings): string => {
  if (!tokenKept) return 'This system has no keychain, so a token lasts until the app quits.'
  const keychain = platform() === 'darwin' ? 'the macOS Keychain' : 'the system’s keychain'
  return hasToken ? `Kept in ${keychain}.` : `Would be kept in ${keychain}.`
}
