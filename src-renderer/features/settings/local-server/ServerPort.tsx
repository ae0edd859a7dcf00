import { useState } from 'react'
import type { LocalServer } from '@contract/server'
import { useAct } from '../../../bridge'
import { ErrorNote } from '../../../ui/ErrorNote'
import { TextField } from '../../../ui/Field'
import { SettingRow } from '../SettingsPage'

/** Saved when the field is left, or with Enter. */
export const ServerPort = ({ server }: { server: LocalServer }) => {
  const saved = String(server.port)
  const [typed, setTyped] = useState<string | null>(null)
  const update = useAct('server.update')
  const port = typed ?? saved
  const save = () => {
    if (problemOf(port) !== null || port === saved) return
    update.mutate({ port: Number(port) }, { onSuccess: () => setTyped(null) })
  }
  return (
    <>
      <SettingRow title="Port" text="Another one, when a program has this one already.">
        <form
          className="w-45"
          onBlur={save}
          onSubmit={(event) => {
            event.preventDefault()
            save()
          }}
        >
          <TextField
            label="Port"
            hideLabel
            inputMode="numeric"
            value={port}
            onChange={setTyped}
            validate={problemOf}
          />
        </form>
      </SettingRow>
      {update.error && <ErrorNote className="mt-3" error={update.error} />}
    </>
  )
}

const problemOf = (text: string): string | null => {
  const port = Number(text)
  const fits = /^\d+$/.test(text.trim()) && port >= 1024 && port <= 65_535
  return fits ? null : 'A number from 1024 to 65535.'
}
