import { BrowserWindow, nativeTheme, screen } from 'electron'
import { rendererUrl } from './guard'
import type { AppPaths } from './paths'
import { watchPage } from './page-failures'
import { placeOn, type WindowStateFile } from './window-state'

/** The paper of each theme: the window has its colour before the page is there. */
const PAPER = { light: '#FAF8F3', dark: '#191714' }

/** Opens the window at once, where and as it was left; its page draws itself into the paper. */
export function openWindow({ preload }: AppPaths, state: WindowStateFile): BrowserWindow {
  const { bounds, maximised, fullScreen, zoom } = state.read()
  const primary = screen.getPrimaryDisplay()
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id)
  const place = placeOn(
    bounds,
    [primary, ...others].map(({ workArea }) => workArea)
  )
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    ...place,
    minWidth: 960,
    minHeight: 640,
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? PAPER.dark : PAPER.light,
    titleBarStyle: process.platform === 'darwin' ? 'hiddenInset' : 'default',
    trafficLightPosition: { x: 20, y: 20 },
    // Alt brings the menu bar; it would take 25 px from every page.
    autoHideMenuBar: true,
    webPreferences: {
      preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false
    }
  })
  if (maximised) window.maximize()
  if (fullScreen) window.setFullScreen(true)
  window.show()
  window.webContents.on('dom-ready', () => {
    window.webContents.setZoomFactor(state.read().zoom)
  })
  window.webContents.setZoomFactor(zoom)
  keepState(window, state)
  watchPage(window)
  void window.loadURL(rendererUrl())
  return window
}

/** Writes where the window is, a moment after it came to rest and when it closes. */
function keepState(window: BrowserWindow, state: WindowStateFile): void {
  let timer: NodeJS.Timeout | undefined
  const write = (): void => {
    clearTimeout(timer)
    state.update({
      bounds: window.getNormalBounds(),
      maximised: window.isMaximized(),
      fullScreen: window.isFullScreen()
    })
  }
  const soon = (): void => {
    clearTimeout(timer)
    timer = setTimeout(write, 500)
  }
  window.on('resize', soon)
  window.on('move', soon)
  window.on('maximize', soon)
  window.on('unmaximize', soon)
  window.on('enter-full-screen', soon)
  window.on('leave-full-screen', soon)
  window.on('close', write)
  window.on('closed', () => {
    clearTimeout(timer)
  })
}
