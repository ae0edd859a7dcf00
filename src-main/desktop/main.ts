import { app, BrowserWindow, nativeTheme } from 'electron'
import { createEvents } from '../events'
import { registerBridge } from './bridge'
import { lockDown } from './guard'
import { createMenu } from './menu'
import { appPaths, moveDataFolder, projectToOpen } from './paths'
import { holdOffSleep } from './power'
import { projectsFromOutside } from './project-files'
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
const outside = projectsFromOutside()

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
  const remember = (project: string): void => {
    state.update({ project })
  }
  const session = createSession({
    paths,
    events,
    windowHandlers: windowHandlers({ menu, state }),
    onChosen: remember
  })
  serveApp({ rendererDir: paths.rendererDir, projectDir: session.projectDir })
  registerBridge(session)
  holdOffSleep(session)
  // The window comes first: while it reads its page in, the project opens behind it.
  openWindow(paths, state)
  performance.mark('window')
  menu.show({ commands: [], typing: false })
  const project = outside.first() ?? projectToOpen(state.read().project)
  void session.open(project).then(() => performance.mark('project'))
  outside.onOpen((chosen) => {
    void session.open(chosen).then((opened) => {
      if (opened.state === 'open') remember(chosen)
    })
  })

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
