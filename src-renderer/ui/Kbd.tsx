import type { CommandId } from '@contract/commands'
import { isSingleKey } from '@contract/commands'
import { platform } from '../bridge'
import { keysLabel, type Keys } from './shortcuts/keys'
import { useKeySettings, useKeysOf } from './shortcuts/settings'

/**
 * A key, printed as this system prints it: `mod+n` is ⌘N on a Mac and Ctrl+N elsewhere. Nothing for a
 * single character while those are turned off. `spoken` is for lists of keys, where it is the
 * content; elsewhere the button says its key itself.
 */
export const Kbd = ({ keys, spoken = false }: { keys: Keys; spoken?: boolean }) => {
  const { singleKeys } = useKeySettings()
  if (!singleKeys && !spoken && isSingleKey(keys)) return null
  return <kbd aria-hidden={spoken ? undefined : 'true'}>{keysLabel(keys, platform())}</kbd>
}

/** The key of a command as it is set now; nothing when it has none. */
export const CommandKbd = ({ id }: { id: CommandId }) => {
  const [keys] = useKeysOf(id)
  return keys === undefined ? null : <Kbd keys={keys} />
}
