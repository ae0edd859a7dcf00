import type { CommandId } from '@contract/commands'
import { isSingleKey } from '@contract/commands'
import { platform } from '../bridge'
import { keysLabel, type Keys } from './shortcuts/keys'
import { useKeySettings, useKeysOf } from './shortcuts/settings'

/**
 * A key, printed as this system prints it: `mod+n` is ⌘N on a Mac and Ctrl+N elsewhere. Nothing for a
 * single character while those are turned off.
 */
export const Kbd = ({ keys }: { keys: Keys }) => {
  const { singleKeys } = useKeySettings()
  if (!singleKeys && isSingleKey(keys)) return null
  return <kbd aria-hidden="true">{keysLabel(keys, platform())}</kbd>
}

/** The key of a command as it is set now; nothing when it has none. */
export const CommandKbd = ({ id }: { id: CommandId }) => {
  const [keys] = useKeysOf(id)
  return keys === undefined ? null : <Kbd keys={keys} />
}
