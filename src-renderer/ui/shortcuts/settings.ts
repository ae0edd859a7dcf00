import { create } from 'zustand'
import { persist } from 'zustand/middleware'
import { commandIds, defaultKeys, isSingleKey, scopeOf, type CommandId } from '@contract/commands'
import type { Keys } from './keys'

export type KeySettings = {
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
export const keysOf = (
  id: CommandId,
  { remapped }: Pick<KeySettings, 'remapped'>
): readonly Keys[] => {
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

/** The single key of a command as it is set now. */
export const singleKeyOf = (id: CommandId, settings: Pick<KeySettings, 'remapped'>): Keys | null =>
  keysOf(id, settings).find(isSingleKey) ?? null

/** Gives the command another single key; its own of the map again when that is what it is. */
export const remap = (id: CommandId, key: Keys): void => {
  useKeySettings.setState(({ remapped }) => {
    const others = Object.entries(remapped).filter(([other]) => other !== id)
    const isOwn = defaultKeys(id).includes(key)
    return { remapped: Object.fromEntries(isOwn ? others : [...others, [id, key]]) }
  })
}

/** The commands that may be on a screen together with this one and have the key already. */
export const conflictsOf = (
  id: CommandId,
  key: Keys,
  settings: Pick<KeySettings, 'remapped'>
): CommandId[] =>
  commandIds.filter(
    (other) => other !== id && mayMeet(id, other) && keysOf(other, settings).includes(key)
  )

/** Of one place; or one of them everywhere, or of the list that a screen holds. */
const mayMeet = (a: CommandId, b: CommandId): boolean => {
  const places = [scopeOf(a), scopeOf(b)]
  if (places[0] === places[1] || places.includes('everywhere')) return true
  return places.includes('list') && places.some((place) => withLists.has(place))
}

const withLists: ReadonlySet<string> = new Set(['persona', 'topics'])

/** Digits choose a draft in Rank, whatever else is set. */
export const isFreeKey = (key: Keys): boolean => isSingleKey(key) && !/^[0-9]$/.test(key)
