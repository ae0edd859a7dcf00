import type { ReactNode } from 'react'
import { commandIds, type CommandId } from '@contract/commands'
import { topLayer, onLayerChange } from '../shortcuts/useShortcut'

/** A command that can be run now, by the component that does it. */
export type Registration = {
  id: CommandId
  /** The words of its button, or the map's. */
  title: string
  icon: () => ReactNode
  layer: number
  order: number
  run: () => void
}

let all: readonly Registration[] = []
const listeners = new Set<() => void>()
const say = () => {
  for (const listener of listeners) listener()
}
onLayerChange(say)

/** Makes the command available. Returns the function that takes it back. */
export const register = (registration: Registration): (() => void) => {
  all = [...all, registration]
  say()
  return () => {
    all = all.filter((other) => other !== registration)
    say()
  }
}

/** A button that is no command of the map: it is in the palette all the same, under its own words. */
export type PlainButton = { title: string; icon: () => ReactNode; layer: number; run: () => void }

const plain = new Set<PlainButton>()

/** Nobody follows these: the palette asks for them when it opens. */
export const registerButton = (button: PlainButton): (() => void) => {
  plain.add(button)
  return () => plain.delete(button)
}

/** Those of a layer whose name is theirs alone: of two “Show” nobody could say which is meant. */
export const plainButtons = (layer: number): PlainButton[] => {
  const named = new Map<string, PlainButton[]>()
  for (const button of plain) {
    if (button.layer !== layer || button.title === '') continue
    named.set(button.title, [...(named.get(button.title) ?? []), button])
  }
  return [...named.values()].flatMap((same) => (same.length === 1 ? same : []))
}

/** Hears that commands came or went. Returns the function that ends it. */
export const onCommands = (listener: () => void): (() => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** What does the command now, where the keyboard is; the newest when several do. */
export const find = (id: CommandId, layer = topLayer()): Registration | undefined => {
  let found: Registration | undefined
  for (const one of all) {
    if (one.id !== id || one.layer !== layer) continue
    if (!found || one.order > found.order) found = one
  }
  return found
}

/** Runs the command. False when nothing does it now. */
export const runCommand = (id: CommandId, layer = topLayer()): boolean => {
  const found = find(id, layer)
  found?.run()
  return found !== undefined
}

/** Every command that can be run now where the keyboard is, one of each, in the order of the map. */
export const available = (): Registration[] => commandIds.flatMap((id) => find(id) ?? [])

/**
 * All that can be run now in a layer, in the order of the map: the rows of a list do the same command
 * under names of their own. Of one name the newest stands.
 */
export const allAvailable = (layer: number): Registration[] => {
  const named = new Map<string, Registration>()
  for (const one of all.toSorted((a, b) => a.order - b.order)) {
    if (one.layer === layer) named.set(`${one.id} ${one.title}`, one)
  }
  const order = (id: CommandId): number => commandIds.indexOf(id)
  return [...named.values()].toSorted((a, b) => order(a.id) - order(b.id))
}
