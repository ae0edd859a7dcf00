import { platform } from '../bridge'
import { keysLabel, type Keys } from './shortcuts/keys'

/** A key, printed as this system prints it: `mod+n` is ⌘N on a Mac and Ctrl+N elsewhere. */
export const Kbd = ({ keys }: { keys: Keys }) => (
  <kbd aria-hidden="true">{keysLabel(keys, platform())}</kbd>
)
