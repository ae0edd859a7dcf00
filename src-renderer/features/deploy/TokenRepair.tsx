import { useState } from 'react'
import { call } from '../../bridge'
import { Button } from '../../ui/Button'
import { ErrorNote } from '../../ui/ErrorNote'
import { TextField } from '../../ui/Field'

/** The token in place: it goes to main and never comes back, then the step is tried again. */
export const TokenRepair = ({ deploymentId }: { deploymentId: string }) => {
  const [token, setToken] = useState('')
  const [working, setWorking] = useState(false)
  const [error, setError] = useState<unknown>(null)
  const tryIt = async () => {
    if (token.trim() === '' || working) return
    setWorking(true)
    setError(null)
    try {
      await call('engines.update', { server: { name: 'lmstudio', token: token.trim() } })
      await call('deployments.retry', { id: deploymentId })
    } catch (thrown) {
      setError(thrown)
    } finally {
      setWorking(false)
    }
  }
  return (
    <form
      className="row mt-3 items-end"
      onSubmit={(event) => {
        event.preventDefault()
        void tryIt()
      }}
    >
      <TextField
        className="grow"
        label="API token"
        type="password"
        value={token}
        onChange={setToken}
        autoFocus
      />
      <Button
        look="primary"
        type="submit"
        off={token.trim() === '' && 'Type the token first.'}
        working={working ? 'Trying it' : null}
      >
        Use this token
      </Button>
      {error !== null && <ErrorNote className="mt-2" error={error} />}
    </form>
  )
}
