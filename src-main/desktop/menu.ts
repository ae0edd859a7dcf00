import { app, Menu } from 'electron'

/** The system's own menus: without them copying and pasting have no keys on a Mac. */
export function installMenu(): void {
  const isMac = process.platform === 'darwin'
  app.setAboutPanelOptions({ applicationName: 'Understudy', applicationVersion: app.getVersion() })
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      ...(isMac ? [{ role: 'appMenu' as const }] : []),
      { role: 'fileMenu' },
      { role: 'editMenu' },
      { role: 'viewMenu' },
      { role: 'windowMenu' }
    ])
  )
}
