import './keys.css'
import { Dialog } from '@base-ui/react/dialog'
import { Fragment, useRef, type Ref } from 'react'
import { Kbd } from '../../ui/Kbd'
import { keysOf, useKeySettings } from '../../ui/shortcuts/settings'
import { ShortcutLayer, useShortcut } from '../../ui/shortcuts/useShortcut'
import { openOverlay, useOverlay } from '../frame-store'
import { keySheet, type SheetRow } from './sheet'

/** Every key, over whatever screen it is asked for on. */
export const KeySheet = () => {
  const { open } = useOverlay()
  const sheet = useRef<HTMLDivElement>(null)
  return (
    <Dialog.Root
      open={open === 'keys'}
      onOpenChange={(next) => {
        if (!next) openOverlay(null)
      }}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup className="dialog key-sheet" initialFocus={sheet}>
          <ShortcutLayer>
            <Sheet ref={sheet} />
          </ShortcutLayer>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

const Sheet = ({ ref }: { ref: Ref<HTMLDivElement> }) => {
  const settings = useKeySettings()
  useShortcut('?', () => openOverlay(null))
  return (
    <div ref={ref} className="in" tabIndex={-1}>
      <div className="row between mb-4">
        <Dialog.Title className="title">Keys</Dialog.Title>
        <Dialog.Close className="esc" aria-label="Close, esc">
          <Kbd keys="escape" />
        </Dialog.Close>
      </div>
      {!settings.singleKeys && (
        <p className="muted mb-4">
          Single letters, digits and signs are turned off in Settings, General; those below act only
          when they are turned on again.
        </p>
      )}
      <div className="columns">
        {keySheet((id) => keysOf(id, settings)).map(({ title, rows }) => (
          <section key={title}>
            <h3 className="h">{title}</h3>
            <dl>
              {rows.map((row) => (
                <div key={row.label} className="key-row">
                  <dt>{row.label}</dt>
                  <dd>
                    <Keys row={row} />
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </div>
  )
}

const Keys = ({ row: { keys, range } }: { row: SheetRow }) => {
  const [first] = keys
  const last = keys.at(-1)
  if (!range || first === undefined || last === undefined) {
    return keys.map((key) => <Kbd key={key} keys={key} spoken />)
  }
  return (
    <Fragment>
      <Kbd keys={first} spoken />
      <span className="faint small">to</span>
      <Kbd keys={last} spoken />
    </Fragment>
  )
}
