import { app, BrowserWindow, Menu, type MenuItemConstructorOptions } from 'electron'
import type { AvailableCommands, CommandId } from '@contract/commands'
import { menuTemplate } from './menu-template'

/**
 * The application menu: every command of the map, and the system's own acts. What the window cannot
 * do now is greyed; what it calls by a name of the moment has that name.
 */
export function createMenu(run: (id: CommandId) => void): {
  show: (available: AvailableCommands) => void
} {
  let shown = ''
  const show = (available: AvailableCommands): void => {
    const next = JSON.stringify(available)
    if (next === shown) return
    shown = next
    const template = menuTemplate({
      available,
      platform: process.platform,
      run,
      edit: (act) => {
        BrowserWindow.getFocusedWindow()?.webContents[act]()
      }
    })
    Menu.setApplicationMenu(Menu.buildFromTemplate(template satisfies MenuItemConstructorOptions[]))
  }
  app.setAboutPanelOptions({ applicationName: 'Understudy', applicationVersion: app.getVersion() })
  return { show }
}
