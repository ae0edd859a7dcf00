import { useState } from 'react'
import { SourceAddress, type PackageSource, type SourceName } from '@contract/python'
import { useAct } from '../../bridge'
import { Button } from '../../ui/Button'
import { ErrorNote } from '../../ui/ErrorNote'
import { TextField } from '../../ui/Field'
import { ruleOf } from '../../ui/useCheck'

type SourceFieldsProps = {
  name: SourceName
  title: string
  hint: string
  placeholder: string
  source: PackageSource
  /** False where the system has no keychain. */
  kept: boolean
}

type Typed = { url?: string; user?: string; password?: string }

/**
 * One source: its address, and where it asks for them a name and a password. Each is saved when the
 * field is left, or with Enter; the password goes to main and never comes back.
 */
export const SourceFields = (props: SourceFieldsProps) => {
  const { name, title, hint, placeholder, source, kept } = props
  const [typed, setTyped] = useState<Typed>({})
  const update = useAct('python.setSources')
  const save = () => {
    const { url, user, password } = typed
    if (url !== undefined && rule(url) !== null) return
    const changed = {
      ...(url === undefined || url.trim() === source.url ? {} : { url }),
      ...(user === undefined || user.trim() === source.user ? {} : { user }),
      ...(password === undefined || password === '' ? {} : { password })
    }
    if (Object.keys(changed).length === 0) setTyped({})
    else update.mutate({ source: { name, ...changed } }, { onSuccess: () => setTyped({}) })
  }
  const url = typed.url ?? source.url
  const known = source.url !== ''
  return (
    <form
      className="mb-4"
      aria-label={title}
      onBlur={save}
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
    >
      <div className="grid grid-cols-4 items-start gap-4">
        <TextField
          className="col-span-2"
          label={`${title}, address`}
          value={url}
          onChange={(next) => setTyped({ ...typed, url: next })}
          validate={rule}
          placeholder={placeholder}
          hint={
            typed.url === undefined || typed.url === source.url ? hint : 'Saved when you leave it.'
          }
        />
        <TextField
          label="Name"
          value={typed.user ?? source.user}
          onChange={(next) => setTyped({ ...typed, user: next })}
          disabled={!known}
        />
        <div className="relative">
          <TextField
            label="Password"
            type="password"
            value={typed.password ?? ''}
            onChange={(next) => setTyped({ ...typed, password: next })}
            disabled={!known}
            placeholder={source.hasPassword ? '••••••••' : ''}
            {...(source.hasPassword
              ? { hint: kept ? 'In the keychain.' : 'Until the app quits.' }
              : {})}
          />
          {source.hasPassword && !typed.password && (
            <span className="absolute top-6 right-0.5">
              <Button
                look="quiet"
                aria-label={`Forget the password of ${title}`}
                onClick={() => update.mutate({ source: { name, password: null } })}
              >
                Forget
              </Button>
            </span>
          )}
        </div>
      </div>
      {update.error && <ErrorNote className="mt-2" error={update.error} />}
    </form>
  )
}

const rule = ruleOf(SourceAddress)
