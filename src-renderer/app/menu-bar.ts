import type { AvailableCommands } from '@contract/commands'
import { call, listen } from '../bridge'
import { available, onCommands, runCommand } from '../ui/commands/registry'
import { showFailure } from '../ui/Failure'
import { isEditable } from '../ui/shortcuts/useShortcut'

/** Screens come and go in many small steps; the menu is told after the last of them. */
const SETTLED_MS = 120

/**
 * Keeps the application menu true to what the window can do now, and runs what is chosen there.
 * Returns the function that ends it.
 */
export const followMenu = (): (() => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined
  let told = ''
  const tell = () => {
    const now = whatCanBeDone()
    const text = JSON.stringify(now)
    if (text === told) return
    told = text
    call('window.commands', now).catch(showFailure)
  }
  const soon = () => {
    clearTimeout(timer)
    timer = setTimeout(tell, SETTLED_MS)
  }
  const ends = [onCommands(soon), listen('window.command', ({ id }) => void runCommand(id))]
  document.addEventListener('focusin', soon)
  document.addEventListener('focusout', soon)
  soon()
  return () => {
    clearTimeout(timer)
    for (const end of ends) end()
    document.removeEventListener('focusin', soon)
    document.removeEventListener('focusout', soon)
  }
}

const whatCanBeDone = (): AvailableCommands => ({
  commands: available().map(({ id, title }) => ({ id, title: title.slice(0, 300) })),
  typing: isEditable(document.activeElement)
})
