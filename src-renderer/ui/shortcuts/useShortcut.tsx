import {
  createContext,
  useContext,
  useEffect,
  useEffectEvent,
  useMemo,
  type ReactNode
} from 'react'
import { platform } from '../../bridge'
import { matchesKeys, mayAct, type Keys } from './keys'

type Binding = { keys: Keys; layer: number; act: (event: KeyboardEvent) => void }
type Options = {
  enabled?: boolean
  /** Also while the key is held down; off for everything that must happen once. */
  repeat?: boolean
}

/**
 * Binds a key to an act for as long as the component is there. The newest binding wins, and while a
 * dialog is open only the bindings inside it act.
 */
export const useShortcut = (
  keys: Keys,
  act: (event: KeyboardEvent) => void,
  { enabled = true, repeat = false }: Options = {}
) => {
  const layer = useContext(Layer)
  const run = useEffectEvent((event: KeyboardEvent) => {
    if (event.repeat && !repeat) return
    act(event)
  })
  useEffect(() => {
    if (!enabled) return
    const binding: Binding = { keys, layer, act: (event) => run(event) }
    bindings.push(binding)
    return () => {
      bindings.splice(bindings.indexOf(binding), 1)
    }
  }, [keys, layer, enabled])
}

/** What is inside has the keyboard to itself: a dialog. */
export const ShortcutLayer = ({ children }: { children: ReactNode }) => {
  const outer = useContext(Layer)
  const layer = useMemo(() => outer + 1, [outer])
  useEffect(() => {
    layers.push(layer)
    return () => {
      layers.splice(layers.indexOf(layer), 1)
    }
  }, [layer])
  return <Layer value={layer}>{children}</Layer>
}

const Layer = createContext(0)
const bindings: Binding[] = []
const layers: number[] = []

/** The one listener behind every shortcut. Called once by the app. */
export const listenToKeys = () => {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return
    const target = describe(event.target)
    if (target.inMenu) return
    const top = Math.max(0, ...layers)
    const found = bindings.findLast(
      ({ keys, layer }) =>
        layer === top && matchesKeys(event, keys, platform()) && mayAct(keys, target)
    )
    if (!found) return
    event.preventDefault()
    found.act(event)
  }
  window.addEventListener('keydown', onKeyDown)
  return () => window.removeEventListener('keydown', onKeyDown)
}

const describe = (target: EventTarget | null) => {
  if (!(target instanceof Element)) return { editable: false, pressable: false, inMenu: false }
  return {
    editable: target.matches(
      'input:not([type=checkbox], [type=radio], [type=range]), textarea, [contenteditable=true]'
    ),
    pressable: target.matches('button, a, summary, input, [role=option], [role=tab]'),
    inMenu: target.closest('[role=menu], [role=listbox]') !== null
  }
}
