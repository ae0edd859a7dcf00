import { BrowserWindow, dialog, nativeTheme } from 'electron'
import type { Handlers, ParsedInput } from '@contract/calls'
import type { AvailableCommands } from '@contract/commands'
import type { windowCalls } from '@contract/window'
import type { WindowStateFile } from './window-state'

/** Those that need no project. */
export type WindowHandlers = Omit<Pick<Handlers, keyof typeof windowCalls>, 'window.reveal'>

const FACTORS = [0.8, 0.9, 1, 1.1, 1.25, 1.5, 1.75, 2]

/** What only this process can do for the page: its menu, its zoom, the system's theme. */
export function windowHandlers({
  menu,
  state
}: {
  menu: { show: (available: AvailableCommands) => void }
  state: WindowStateFile
}): WindowHandlers {
  return {
    'window.commands': (available) => {
      menu.show(available)
      return {}
    },
    'window.zoom': ({ to }) => {
      const factor = nextFactor(state.read().zoom, to)
      state.update({ zoom: factor })
      for (const window of BrowserWindow.getAllWindows()) window.webContents.setZoomFactor(factor)
      return { factor }
    },
    'window.choosePath': async (wanted) => ({ path: await choosePath(wanted) }),
    'window.theme': ({ theme }) => {
      state.update({ theme })
      nativeTheme.themeSource = theme
      return {}
    }
  }
}

function nextFactor(now: number, to: 'larger' | 'smaller' | 'actual'): number {
  if (to === 'actual') return 1
  if (to === 'larger') return FACTORS.find((factor) => factor > now + 0.01) ?? now
  return FACTORS.findLast((factor) => factor < now - 0.01) ?? now
}

async function choosePath(wanted: ParsedInput<'window.choosePath'>): Promise<string | null> {
  const { what, title, button, suggestion, extensions } = wanted
  const filters = extensions ? [{ name: extensions.join(', '), extensions }] : []
  if (what === 'newFile') {
    const options = {
      title,
      buttonLabel: button,
      filters,
      ...(suggestion ? { defaultPath: suggestion } : {})
    }
    const { canceled, filePath } = await dialog.showSaveDialog(options)
    return canceled || filePath === '' ? null : filePath
  }
  const { canceled, filePaths } = await dialog.showOpenDialog({
    title,
    buttonLabel: button,
    filters,
    properties: [what === 'folder' ? 'openDirectory' : 'openFile', 'createDirectory']
  })
  return canceled ? null : (filePaths[0] ?? null)
}
