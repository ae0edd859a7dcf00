/**
 * Puts text on the clipboard, the way Ctrl+C does: as an answer to the copy event. The clipboard of
 * `navigator` asks for a permission, and this window grants none. Call it from a click or a key.
 * Returns false when the system refused.
 */
export const copyText = (text: string): boolean => {
  const put = (event: ClipboardEvent) => {
    event.clipboardData?.setData('text/plain', text)
    event.preventDefault()
  }
  document.addEventListener('copy', put, { once: true })
  const copied = copier.execCommand('copy')
  document.removeEventListener('copy', put)
  return copied
}

/** Called old, and still the only copying without a permission; the window is always Chromium. */
const copier: { execCommand(command: 'copy'): boolean } = document
