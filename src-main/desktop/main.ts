import { app, BrowserWindow } from 'electron'
import { appPaths, moveDataFolder } from './paths'
import { registerBridge } from './bridge'
import { lockDown } from './guard'
import { installMenu } from './menu'
import { holdOffSleep } from './power'
import { registerAppProtocol, serveRenderer } from './protocol'
import { createSession } from './session'
import { confirmQuit } from './quit'
import { openWindow } from './window'

moveDataFolder()
registerAppProtocol()
lockDown()

/** A second launch shows the window of the first: one project has one writer. */
if (app.requestSingleInstanceLock()) void start()
else app.quit()

async function start(): Promise<void> {
  await app.whenReady()
  const paths = appPaths()
  const session = createSession(paths)
  serveRenderer(paths.rendererDir)
  registerBridge(session)
  holdOffSleep(session)
  installMenu()
  await session.open(paths.projectDir)
  openWindow(paths)

  const showWindow = (): void => {
    const window = BrowserWindow.getAllWindows()[0]
    if (!window) {
      openWindow(paths)
      return
    }
    if (window.isMinimized()) window.restore()
    window.focus()
  }
  app.on('second-instance', showWindow)
  app.on('activate', showWindow)
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  confirmQuit(session, showWindow)
}
