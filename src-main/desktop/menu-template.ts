import type { MenuItemConstructorOptions } from 'electron'
import {
  commandIds,
  commandOf,
  defaultKeys,
  menus,
  type AvailableCommands,
  type CommandId,
  type MenuName
} from '@contract/commands'

type TemplateOptions = {
  available: AvailableCommands
  platform: string
  run: (id: CommandId) => void
  /** Does to the text of the focused field what the system would. */
  edit: (act: 'undo' | 'redo') => void
}
type Item = MenuItemConstructorOptions

/**
 * The menu as data, so that it can be looked at without a screen.
 *
 * Keys: the window listens for all of them itself, because they can be changed and depend on the
 * screen. A menu that registered them too would run each command twice. On Linux and Windows the
 * accelerators are therefore shown and not registered. On a Mac that cannot be said, but there the
 * page sees a key first and the menu only what the page left alone. Single letters are not
 * accelerators at all: as such they would take letters from text fields.
 */
export function menuTemplate(options: TemplateOptions): Item[] {
  const mac = options.platform === 'darwin'
  const names = menus.filter((name) => name !== 'Help')
  return [
    ...(mac ? [appMenu(options)] : []),
    ...names.map((name) => ({ label: name, submenu: submenu(name, options) })),
    { role: 'windowMenu' },
    { label: 'Help', role: 'help', submenu: submenu('Help', options) }
  ]
}

function appMenu(options: TemplateOptions): Item {
  return {
    role: 'appMenu',
    submenu: [
      { role: 'about' },
      { type: 'separator' },
      commandItem('app.settings', options),
      { type: 'separator' },
      { role: 'services' },
      { type: 'separator' },
      { role: 'hide' },
      { role: 'hideOthers' },
      { role: 'unhide' },
      { type: 'separator' },
      { role: 'quit' }
    ]
  }
}

function submenu(name: MenuName, options: TemplateOptions): Item[] {
  const mac = options.platform === 'darwin'
  const own = commandIds
    .filter((id) => commandOf(id).menu === name && !(mac && id === 'app.settings'))
    .filter((id) => !beforeOthers.includes(id))
    .map((id) => commandItem(id, options))
  const line: Item = { type: 'separator' }
  switch (name) {
    case 'File':
      return [...own, line, mac ? { role: 'close' } : { role: 'quit' }]
    case 'Edit':
      return [
        undoItem('app.undo', 'undo', options),
        undoItem('app.redo', 'redo', options),
        line,
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'delete', label: 'Delete text' },
        { role: 'selectAll', label: 'Select all text' },
        line,
        ...own
      ]
    case 'View':
      return [...own, line, { role: 'togglefullscreen' }]
    case 'Help':
      return mac ? own : [...own, line, { role: 'about' }]
    default:
      return own
  }
}

/** These stand at the top of Edit, where the system has its own of the same name. */
const beforeOthers: readonly CommandId[] = ['app.undo', 'app.redo']

function commandItem(id: CommandId, { available, run, platform }: TemplateOptions): Item {
  const now = available.commands.find((command) => command.id === id)
  return {
    id,
    label: labelOf(now?.title ?? commandOf(id).title),
    enabled: now !== undefined,
    ...acceleratorOf(id, platform),
    click: () => {
      run(id)
    }
  }
}

/** In a text field it is the text's own undo, elsewhere that of the screen. */
function undoItem(id: CommandId, act: 'undo' | 'redo', options: TemplateOptions): Item {
  const { available, edit, run } = options
  const item = commandItem(id, options)
  const ofScreen = !available.typing && item.enabled === true
  return {
    ...item,
    ...(ofScreen ? {} : { label: commandOf(id).title }),
    enabled: true,
    click: () => {
      if (ofScreen) run(id)
      else edit(act)
    }
  }
}

/** An ampersand in a name would become an underlined letter. */
const labelOf = (title: string): string => title.replaceAll('&', '&&')

const acceleratorKeys: Partial<Record<string, string>> = {
  enter: 'Enter',
  backspace: 'Backspace',
  '+': 'Plus'
}

/** The printed key where it is a chord with ⌘ or Ctrl, as Electron writes it. */
function acceleratorOf(id: CommandId, platform: string): Item {
  const [chord] = defaultKeys(id)
  if (chord === undefined || !chord.includes('mod+')) return {}
  const key = chord.endsWith('+') ? '+' : (chord.split('+').at(-1) ?? '')
  const shift = chord.includes('shift+') ? 'Shift+' : ''
  const accelerator = `CommandOrControl+${shift}${acceleratorKeys[key] ?? key.toUpperCase()}`
  return platform === 'darwin' ? { accelerator } : { accelerator, registerAccelerator: false }
}
