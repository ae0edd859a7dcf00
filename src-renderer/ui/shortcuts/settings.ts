import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import { commandIds, defaultKeys, isSingleKey, type CommandId } from '@contract/commands'
import type { Keys } from './keys'

type KeySettings = {
  /** Whether single characters act at all. */
  singleKeys: boolean
  /** The single key of a command, where it is not the map's own. */
  remapped: Partial<Record<CommandId, string>>
}

/** How this person's keys differ from the map; of the machine, not of the project. */
export const useKeySettings = create<KeySettings>()(
  persist((): KeySettings => ({ singleKeys: true, remapped: {} }), { name: 'keys' })
)

/** The keys of a command as they are set now, the printed one first. */
export const keysOf = (id: CommandId, { remapped }: KeySettings): readonly Keys[] => {
  const own = remapped[id]
  const keys = defaultKeys(id)
  return own === undefined ? keys : keys.map((key) => (isSingleKey(key) ? own : key))
}

/** The same for as long as a component shows or binds them. */
export const useKeysOf = (id: CommandId | undefined): readonly Keys[] => {
  const settings = useKeySettings()
  return id === undefined ? none : keysOf(id, settings)
}

const none: readonly Keys[] = []

/** Whether the key may act at all: single characters can be turned off. */
export const isOn = (keys: Keys): boolean =>
  !isSingleKey(keys) || useKeySettings.getState().singleKeys

/** The commands that have a key of one character, which can be changed. */
export const remappable: readonly CommandId[] = commandIds.filter((id) =>
  defaultKeys(id).some(isSingleKey)
)
