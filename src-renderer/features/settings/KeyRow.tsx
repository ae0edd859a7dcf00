import { useState, type KeyboardEvent } from 'react'
import { commandOf, type CommandId } from '@contract/commands'
import { platform } from '../../bridge'
import { announce } from '../../ui/announce'
import { Button } from '../../ui/Button'
import { Kbd } from '../../ui/Kbd'
import { keysLabel } from '../../ui/shortcuts/keys'
import {
  conflictsOf,
  isFreeKey,
  remap,
  singleKeyOf,
  useKeySettings
} from '../../ui/shortcuts/settings'

/** A command and its single key: press the key's button, then the new key. */
export const KeyRow = ({ id }: { id: CommandId }) => {
  const settings = useKeySettings()
  const [waiting, setWaiting] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const key = singleKeyOf(id, settings)
  const own = singleKeyOf(id, { remapped: {} })
  const { title } = commandOf(id)
  const onKeyDown = (event: KeyboardEvent) => {
    if (!waiting) return
    if (event.key === 'Tab') {
      setWaiting(false)
      return
    }
    event.preventDefault()
    if (['Shift', 'Control', 'Alt', 'Meta', 'AltGraph'].includes(event.key)) return
    setWaiting(false)
    if (event.key === 'Escape') {
      setProblem(null)
      return
    }
    const wanted = event.key.toLowerCase()
    const chord = event.metaKey || event.ctrlKey || event.altKey
    const wrong = chord || !isFreeKey(wanted) ? NOT_FREE : takenBy(id, wanted, settings)
    setProblem(wrong)
    if (wrong !== null) return
    remap(id, wanted)
    announce(`${title} is now on ${wanted.toUpperCase()}.`)
  }
  return (
    <li className="border-b border-rule py-1.5">
      <div className="row gap-3">
        <span className="grow">{title}</span>
        {own !== null && key !== own && (
          <Button
            look="quiet"
            aria-label={`Reset the key of ${title}`}
            onClick={() => {
              const wrong = takenBy(id, own, settings)
              setProblem(wrong)
              if (wrong === null) remap(id, own)
            }}
          >
            Reset to {keysLabel(own, platform())}
          </Button>
        )}
        <Button
          aria-label={`Key of ${title}: ${key === null ? 'none' : keysLabel(key, platform())}`}
          onClick={() => {
            setProblem(null)
            setWaiting(true)
          }}
          onKeyDown={onKeyDown}
          onBlur={() => setWaiting(false)}
        >
          {waiting ? 'Press a key' : key !== null && <Kbd keys={key} spoken />}
        </Button>
      </div>
      <p className="small text-stop" role="alert">
        {problem}
      </p>
    </li>
  )
}

const NOT_FREE = 'Choose one letter or sign. Digits choose a draft in Rank, and chords are fixed.'

const takenBy = (
  id: CommandId,
  key: string,
  settings: Parameters<typeof conflictsOf>[2]
): string | null => {
  const [other] = conflictsOf(id, key, settings)
  if (other === undefined) return null
  return `${keysLabel(key, platform())} is already the key of “${commandOf(other).title}”. Choose another, or change that one first.`
}
