import { useEffect, useRef, useState } from 'react'
import type { Model } from '@contract/models'
import { useAct } from '../../bridge'
import { showFailure } from '../../ui/Failure'
import { endRenaming } from './renaming'

/** The name, in its place: Return and leaving it keep it, Escape does not. */
export const NameField = ({ model: { id, name } }: { model: Model }) => {
  const [typed, setTyped] = useState(name)
  const rename = useAct('models.rename')
  const field = useRef<HTMLInputElement>(null)
  const done = useRef(false)
  // The menu gives the focus back to its button first.
  useEffect(() => {
    const frame = requestAnimationFrame(() => field.current?.select())
    return () => cancelAnimationFrame(frame)
  }, [])
  const end = (keep: boolean) => {
    if (done.current) return
    done.current = true
    endRenaming()
    const next = typed.trim()
    if (keep && next !== '' && next !== name) {
      rename.mutate({ id, name: next }, { onError: showFailure })
    }
  }
  return (
    <input
      ref={field}
      className="input name-field"
      aria-label={`Name of ${name}`}
      value={typed}
      maxLength={80}
      onChange={({ target }) => setTyped(target.value)}
      onBlur={() => end(true)}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && !event.nativeEvent.isComposing) end(true)
        if (event.key === 'Escape') {
          event.stopPropagation()
          end(false)
        }
      }}
    />
  )
}
