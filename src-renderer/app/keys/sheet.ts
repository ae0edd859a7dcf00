import { commandIds, commandOf, scopeOf, type CommandId } from '@contract/commands'
import type { Keys } from '../../ui/shortcuts/keys'

export type SheetRow = {
  label: string
  keys: readonly Keys[]
  /** The first key to the last of a row of keys. */
  range?: true
}
export type SheetColumn = { title: string; rows: SheetRow[] }

type KeysNow = (id: CommandId) => readonly Keys[]

/** Every key of the app: the map's, as they are set now, and those that are no commands. */
export const keySheet = (keysNow: KeysNow): SheetColumn[] => [
  { title: 'Everywhere', rows: rowsOf(['everywhere'], keysNow) },
  { title: 'Rank', rows: [picking, ...rowsOf(['rank'], keysNow), ...looking] },
  { title: 'Lists', rows: [moving, ...rowsOf(['list'], keysNow), ...leaving] },
  { title: 'On their screens', rows: rowsOf(otherScopes, keysNow) }
]

const picking: SheetRow = { label: 'Best, then worst', keys: ['1', '2', '3', '4'] }
const looking: SheetRow[] = [
  { label: 'Other draft', keys: ['arrowleft', 'arrowright'] },
  { label: 'Scroll the draft', keys: ['arrowup', 'arrowdown'] }
]
const moving: SheetRow = { label: 'Move', keys: ['arrowup', 'arrowdown'] }
const leaving: SheetRow[] = [
  { label: 'Select a range', keys: ['shift+arrowup', 'shift+arrowdown'] },
  { label: 'Open', keys: ['enter'] },
  { label: 'Clear, close', keys: ['escape'] }
]

const otherScopes = [...new Set(commandIds.map(scopeOf))].filter(
  (scope) => !['everywhere', 'rank', 'list'].includes(scope)
)

/** Commands that read better in one row. */
const together: { label: string; ids: CommandId[]; range?: true }[] = [
  {
    label: 'Go to a section',
    ids: ['go.home', 'go.rank', 'go.personas', 'go.train', 'go.models'],
    range: true
  },
  { label: 'The next step', ids: ['home.next', 'run.next', 'python.build'] },
  { label: 'Back, forward', ids: ['go.back', 'go.forward'] },
  { label: 'Undo, redo', ids: ['app.undo', 'app.redo'] },
  { label: 'Size of everything', ids: ['app.larger', 'app.smaller', 'app.actualSize'] }
]

const rowsOf = (scopes: string[], keysNow: KeysNow): SheetRow[] => {
  const rows = new Map<string, SheetRow>()
  for (const id of commandIds) {
    const keys = keysNow(id)
    if (!scopes.includes(scopeOf(id)) || keys.length === 0) continue
    const joint = together.find(({ ids }) => ids.includes(id))
    const label = joint?.label ?? commandOf(id).title
    const before = rows.get(label)?.keys ?? []
    // Of several keys of a joint row each command shows the printed one.
    const shown = joint ? keys.slice(0, 1) : keys
    const all = [...new Set([...before, ...shown])]
    rows.set(label, { label, keys: all, ...(joint?.range ? { range: joint.range } : {}) })
  }
  return [...rows.values()]
}
