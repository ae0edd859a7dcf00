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

  app.on('second-instance', () => {
    const [window] = BrowserWindow.getAllWindows()
    window?.restore()
    window?.focus()
  })
  app.on('activate', () => {
    if (BrowserWindow.getAllWindows().length === 0) openWindow(paths)
  })
  app.on('window-all-closed', () => {
    if (process.platform !== 'darwin') app.quit()
  })
  confirmQuit(session)
}
