import {
  createContext,
  useContext,
  useEffectEvent,
  useLayoutEffect,
  useMemo,
  useRef,
  type ReactNode
} from 'react'
import { platform } from '../../bridge'
import { matchesKeys, mayAct, type Keys } from './keys'
import { isOn } from './settings'

type Binding = {
  keys: readonly Keys[]
  layer: number
  order: number
  act: (event: KeyboardEvent) => void
}
type Options = {
  enabled?: boolean
  /** Also while the key is held down; off for everything that must happen once. */
  repeat?: boolean
}

/**
 * Binds a key, or several, to an act for as long as the component is there. The newest component
 * wins, and while a dialog is open only the bindings inside it act.
 */
export const useShortcut = (
  keys: Keys | readonly Keys[],
  act: (event: KeyboardEvent) => void,
  { enabled = true, repeat = false }: Options = {}
) => {
  const layer = useLayer()
  const run = useEffectEvent((event: KeyboardEvent) => {
    if (event.repeat && !repeat) return
    act(event)
  })
  const order = useRef(0)
  const all = (typeof keys === 'string' ? [keys] : keys).join(SPACER)
  // Before the paint: a key pressed the moment the screen is there must not be lost.
  useLayoutEffect(() => {
    if (!enabled || all === '') return
    // A component keeps its place among the others while its key is off for a moment.
    order.current ||= nextOrder()
    const binding: Binding = {
      keys: all.split(SPACER),
      layer,
      order: order.current,
      act: (event) => run(event)
    }
    bindings.push(binding)
    return () => {
      bindings.splice(bindings.indexOf(binding), 1)
    }
  }, [all, layer, enabled])
}

/** Between keys in a list of them; no keyboard has it. */
const SPACER = '\n'

let orders = 0
/** Counts components up as they appear: the newest has the highest. */
export const nextOrder = (): number => ++orders

/** What is inside has the keyboard to itself: a dialog. */
export const ShortcutLayer = ({ children }: { children: ReactNode }) => {
  const outer = useContext(Layer)
  const layer = useMemo(() => outer + 1, [outer])
  useLayoutEffect(() => {
    layers.push(layer)
    for (const listener of layerListeners) listener()
    return () => {
      layers.splice(layers.indexOf(layer), 1)
      for (const listener of layerListeners) listener()
    }
  }, [layer])
  return <Layer value={layer}>{children}</Layer>
}

const Layer = createContext(0)
const bindings: Binding[] = []
const layers: number[] = []
const layerListeners = new Set<() => void>()

/** Which layer a component is in: 0 for the page, more inside dialogs. */
export const useLayer = (): number => useContext(Layer)

/** The layer that has the keyboard now. */
export const topLayer = (): number => Math.max(0, ...layers)

/** Hears that a dialog opened or closed. Returns the function that ends it. */
export const onLayerChange = (listener: () => void): (() => void) => {
  layerListeners.add(listener)
  return () => layerListeners.delete(listener)
}

/** The one listener behind every shortcut. Called once by the app. */
export const listenToKeys = () => {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return
    const target = describe(event.target)
    if (target.inMenu) return
    const found = newest(bindings, (keys) => matches(event, keys) && mayAct(keys, target))
    if (!found) return
    event.preventDefault()
    found.act(event)
  }
  window.addEventListener('keydown', onKeyDown)
  return () => window.removeEventListener('keydown', onKeyDown)
}

const matches = (event: KeyboardEvent, keys: Keys): boolean =>
  isOn(keys) && matchesKeys(event, keys, platform())

const newest = (all: Binding[], fits: (keys: Keys) => boolean): Binding | undefined => {
  const top = topLayer()
  let found: Binding | undefined
  for (const binding of all) {
    if (binding.layer !== top || (found && found.order > binding.order)) continue
    if (binding.keys.some(fits)) found = binding
  }
  return found
}

/** Whether a text field has the focus, whose letters are its own. */
export const isEditable = (target: EventTarget | null): boolean =>
  target instanceof Element &&
  target.matches(
    'input:not([type=checkbox], [type=radio], [type=range]), textarea, [contenteditable=true]'
  )

const describe = (target: EventTarget | null) => {
  if (!(target instanceof Element)) return { editable: false, pressable: false, inMenu: false }
  return {
    editable: isEditable(target),
    pressable: target.matches('button, a, summary, input, [role=option], [role=tab]'),
    inMenu: target.closest('[role=menu], [role=listbox]') !== null
  }
}
