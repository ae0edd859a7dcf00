import { useEffect, useEffectEvent, useRef, useSyncExternalStore, type ReactNode } from 'react'
import { commandOf, type CommandId } from '@contract/commands'
import { useKeysOf } from '../shortcuts/settings'
import { nextOrder, useLayer, useShortcut } from '../shortcuts/useShortcut'
import { find, onCommands, register, registerButton, runCommand } from './registry'

type Options = {
  /** False while it cannot be done: its key is free then, and palette and menu leave it out. */
  enabled?: boolean
  /** What it is called now, such as “Write drafts for 6”; the map's title when left out. */
  title?: string | undefined
  icon?: ReactNode
  /** Also while the key is held down. */
  repeat?: boolean
}

/**
 * Does a command of the map for as long as the component is there: its keys are bound, and palette,
 * application menu and `<Button command>` without an act of their own can run it. When several do
 * the same command the newest wins, so a screen's own “New” stands before the frame's.
 */
export const useCommand = (
  id: CommandId | undefined,
  act: () => void,
  { enabled = true, title, icon, repeat = false }: Options = {}
): void => {
  const layer = useLayer()
  const run = useEffectEvent(act)
  const iconNow = useRef(icon)
  useEffect(() => {
    iconNow.current = icon
  })
  const order = useRef(0)
  const on = enabled && id !== undefined
  useShortcut(useKeysOf(id), act, { enabled: on, repeat })
  useEffect(() => {
    if (!on) return
    order.current ||= nextOrder()
    return register({
      id,
      title: title ?? commandOf(id).title,
      icon: () => iconNow.current,
      layer,
      order: order.current,
      run: () => run()
    })
  }, [id, on, title, layer])
}

/** Puts a button that is no command into the palette for as long as it can be pressed. */
export const usePlainButton = (
  on: boolean,
  { title, icon, run: act }: { title: string; icon?: ReactNode; run: () => void }
): void => {
  const layer = useLayer()
  const run = useEffectEvent(act)
  const iconNow = useRef(icon)
  useEffect(() => {
    iconNow.current = icon
  })
  useEffect(() => {
    if (!on) return
    return registerButton({ title, icon: () => iconNow.current, layer, run: () => run() })
  }, [on, title, layer])
}

/** A command that another component does: its title and how to run it; null while nothing does. */
export const useFoundCommand = (
  id: CommandId | undefined
): { title: string; run: () => void } | null => {
  const layer = useLayer()
  const title = useSyncExternalStore(onCommands, () =>
    id === undefined ? null : (find(id, layer)?.title ?? null)
  )
  if (id === undefined || title === null) return null
  return { title, run: () => void runCommand(id, layer) }
}
