import { useState } from 'react'
import type { EngineSettings } from '@contract/generation'
import { useAct } from '../../bridge'
import { Button } from '../../ui/Button'
import { ErrorNote } from '../../ui/ErrorNote'
import { TextField } from '../../ui/Field'

/** The token goes to main and never comes back; here stands only whether there is one. */
export const ServerToken = ({ server }: { server: EngineSettings['server'] }) => {
  const [token, setToken] = useState('')
  const update = useAct('engines.update')
  const save = () => {
    if (token.trim() === '') return
    update.mutate({ token: token.trim() }, { onSuccess: () => setToken('') })
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <div className="row items-end">
        <TextField
          className="grow"
          label="API token"
          type="password"
          value={token}
          onChange={setToken}
          placeholder={server.hasToken ? '••••••••••••••••' : 'None needed for most local servers'}
        />
        {token.trim() !== '' && (
          <Button type="submit" working={update.isPending ? 'Saving' : null}>
            Save
          </Button>
        )}
        {server.hasToken && token === '' && (
          <Button
            working={update.isPending ? 'Forgetting' : null}
            onClick={() => update.mutate({ token: null })}
          >
            Forget
          </Button>
        )}
      </div>
      <p className="hint">{kept(server)}</p>
      {update.error && <ErrorNote className="mt-2" error={update.error} />}
    </form>
  )
}

const kept = ({ hasToken, tokenIsKept }: EngineSettings['server']) => {
  if (!tokenIsKept) return 'This system has no keychain, so a token lasts until the app quits.'
  return hasToken ? 'Kept in the system’s keychain.' : 'Would be kept in the system’s keychain.'
}
