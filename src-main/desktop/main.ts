import { app, BrowserWindow, nativeTheme } from 'electron'
import { createEvents } from '../events'
import { registerBridge } from './bridge'
import { lockDown } from './guard'
import { createMenu } from './menu'
import { appPaths, moveDataFolder, projectToOpen } from './paths'
import { holdOffSleep } from './power'
import { registerAppProtocol, serveApp } from './protocol'
import { confirmQuit } from './quit'
import { createSession } from './session'
import { openWindow } from './window'
import { windowHandlers } from './window-calls'
import { windowStateFile } from './window-state'

// Where the time of a start goes can be read from these marks, of which there are four.
performance.mark('modules')
moveDataFolder()
registerAppProtocol()
lockDown()

/** A second launch shows the window of the first: one project has one writer. */
if (app.requestSingleInstanceLock()) void start()
else app.quit()

async function start(): Promise<void> {
  await app.whenReady()
  performance.mark('ready')
  const paths = appPaths()
  const state = windowStateFile(paths.dataDir)
  nativeTheme.themeSource = state.read().theme
  const events = createEvents()
  const menu = createMenu((id) => {
    events.emit('window.command', { id })
  })
  const session = createSession({
    paths,
    events,
    windowHandlers: windowHandlers({ menu, state }),
    onChosen: (project) => {
      state.update({ project })
    }
  })
  serveApp({ rendererDir: paths.rendererDir, projectDir: session.projectDir })
  registerBridge(session)
  holdOffSleep(session)
  // The window comes first: while it reads its page in, the project opens behind it.
  openWindow(paths, state)
  performance.mark('window')
  menu.show({ commands: [], typing: false })
  void session.open(projectToOpen(state.read().project)).then(() => performance.mark('project'))

  const showWindow = (): void => {
    const window = BrowserWindow.getAllWindows()[0]
    if (!window) {
      openWindow(paths, state)
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
