import './palette.css'
import { Autocomplete } from '@base-ui/react/autocomplete'
import { Dialog } from '@base-ui/react/dialog'
import { CornerDownLeft, Search } from 'lucide-react'
import { useState } from 'react'
import { CommandKbd, Kbd } from '../../ui/Kbd'
import { ShortcutLayer } from '../../ui/shortcuts/useShortcut'
import { openOverlay, useOverlay } from '../frame-store'
import { useEntries, type Entry, type EntryGroup } from './entries'
import { cut } from './search'

/** Every command that can be run now, every place, persona and topic: type to find, Return to run. */
export const Palette = () => {
  const { open } = useOverlay()
  // Without a leave-taking of its own: what was chosen must not wait for it.
  return open === 'palette' ? <OpenPalette /> : null
}

const OpenPalette = () => {
  const [query, setQuery] = useState('')
  const groups = useEntries(query)
  return (
    <Dialog.Root
      open
      onOpenChange={(next) => {
        if (!next) openOverlay(null)
      }}
    >
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup className="dialog wide palette" aria-label="Command palette">
          <ShortcutLayer>
            <Autocomplete.Root
              open
              inline
              mode="none"
              items={groups}
              value={query}
              onValueChange={setQuery}
              itemToStringValue={({ title }: Entry) => title}
              autoHighlight="always"
              keepHighlight
            >
              <div className="query">
                <Search />
                <Autocomplete.Input aria-label="Search or run a command" />
                <Kbd keys="escape" />
              </div>
              <Autocomplete.Empty>
                <p className="nothing">Nothing is called that. Try another word.</p>
              </Autocomplete.Empty>
              <Autocomplete.List className="found">
                {(group: EntryGroup) => (
                  <Autocomplete.Group key={group.value} items={group.items}>
                    <Autocomplete.GroupLabel className="cap faint group">
                      {group.value}
                    </Autocomplete.GroupLabel>
                    <Autocomplete.Collection>
                      {(entry: Entry) => <Line key={entry.key} entry={entry} />}
                    </Autocomplete.Collection>
                  </Autocomplete.Group>
                )}
              </Autocomplete.List>
            </Autocomplete.Root>
          </ShortcutLayer>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

const Line = ({ entry }: { entry: Entry }) => (
  <Autocomplete.Item className="line-item" value={entry} onClick={() => choose(entry)}>
    {entry.icon}
    <span className="trunc">
      {cut(entry.title, entry.ranges).map(({ text, hit }, at) =>
        hit ? <b key={at}>{text}</b> : <span key={at}>{text}</span>
      )}
    </span>
    <span className="n">
      {entry.detail && <span className="small trunc">{entry.detail}</span>}
      {entry.command && <CommandKbd id={entry.command} />}
      <kbd className="return" aria-hidden="true">
        <CornerDownLeft />
      </kbd>
    </span>
  </Autocomplete.Item>
)

/** After the palette is gone and the focus is back: what it opens takes the focus from there. */
const choose = ({ run }: Entry) => {
  openOverlay(null)
  setTimeout(run)
}
