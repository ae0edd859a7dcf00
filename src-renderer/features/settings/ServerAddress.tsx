import { useState, type RefObject } from 'react'
import { ServerAddress as Address, type Connection, type ServerName } from '@contract/generation'
import { useAct } from '../../bridge'
import { ErrorNote } from '../../ui/ErrorNote'
import { TextField } from '../../ui/Field'
import { ruleOf } from '../../ui/useCheck'

type ServerAddressProps = {
  server: ServerName
  connection: Connection
  placeholder: string
  hint?: string
  ref?: RefObject<HTMLInputElement | null>
}

/** Saved when the field is left, or with Enter. */
export const ServerAddress = ({
  server,
  connection,
  placeholder,
  hint,
  ref
}: ServerAddressProps) => {
  const [typed, setTyped] = useState<string | null>(null)
  const update = useAct('engines.update')
  const address = typed ?? connection.baseUrl
  const save = () => {
    if (typed === null || rule(typed) !== null) return
    if (typed.trim() === connection.baseUrl) setTyped(null)
    else {
      update.mutate(
        { server: { name: server, baseUrl: typed } },
        { onSuccess: () => setTyped(null) }
      )
    }
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
        onChange={setTyped}
        validate={rule}
        placeholder={placeholder}
        hint={typed === null || typed === connection.baseUrl ? hint : 'Saved when you leave it.'}
        {...(ref ? { ref } : {})}
      />
      {update.error && <ErrorNote className="mt-2" error={update.error} />}
    </form>
  )
}

const rule = ruleOf(Address)
