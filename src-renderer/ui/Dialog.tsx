import { AlertDialog } from '@base-ui/react/alert-dialog'
import { Dialog as Base } from '@base-ui/react/dialog'
import { useInsertionEffect, useRef, type ReactNode } from 'react'
import { ShortcutLayer } from './shortcuts/useShortcut'
import { classes } from './words'

type DialogProps = {
  open: boolean
  onClose: () => void
  /** A question, or what is being made. */
  title: string
  /** One sentence on the consequences. */
  text?: ReactNode
  children?: ReactNode
  /** At the left of the foot, such as an estimate. */
  aside?: ReactNode
  /** The safe choice first, the deed last. The safe one takes `keys="escape"`. */
  actions: ReactNode
  wide?: boolean
  /** For a decision: a click beside it does not close it. */
  decision?: boolean
  /** For reading: the focus is on the dialog and not on its first button, so that Space is a key. */
  reading?: boolean
  /** For arrow keys, which do not leave a dialog and so never reach `useShortcut`. */
  onArrow?: (key: string) => void
}

/** Over the page, with the keyboard to itself; Esc takes the safe choice. */
export const Dialog = ({
  open,
  onClose,
  title,
  text,
  children,
  aside,
  actions,
  wide = false,
  decision = false,
  reading = false,
  onArrow
}: DialogProps) => {
  const popup = useRef<HTMLDivElement>(null)
  const before = useRef<Element | null>(null)
  // Sooner than any field inside takes the focus of its own accord.
  useInsertionEffect(() => {
    if (open) before.current = document.activeElement
  }, [open])
  const Part = decision ? AlertDialog : Base
  return (
    <Part.Root
      open={open}
      onOpenChange={(next) => {
        if (!next) onClose()
      }}
    >
      <Part.Portal>
        <Part.Backdrop className="scrim" />
        <Part.Popup
          ref={popup}
          className={classes('dialog', wide && 'wide')}
          initialFocus={reading ? popup : true}
          finalFocus={() => focusable(before.current) ?? true}
          onKeyDown={({ key }) => {
            if (key.startsWith('Arrow')) onArrow?.(key)
          }}
        >
          <ShortcutLayer>
            {/* What is read may be longer than the window: keys scroll it, too. */}
            <div className="in" tabIndex={reading ? 0 : undefined}>
              <Part.Title className="title">{title}</Part.Title>
              {text && (
                <Part.Description className="muted mt-1.5" render={<div />}>
                  {text}
                </Part.Description>
              )}
              {children}
            </div>
            <div className="acts">
              {aside && <span className="end faint small">{aside}</span>}
              {actions}
            </div>
          </ShortcutLayer>
        </Part.Popup>
      </Part.Portal>
    </Part.Root>
  )
}

/** What had the focus, unless it is gone: then it is left to the library. */
const focusable = (element: Element | null): HTMLElement | null =>
  element instanceof HTMLElement && element.isConnected && element !== document.body
    ? element
    : null
