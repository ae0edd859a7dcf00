import { BrowserWindow, nativeTheme } from 'electron'
import { rendererUrl } from './guard'
import type { AppPaths } from './paths'

/** The paper of each theme, so that the window does not flash before the page is there. */
const PAPER = { light: '#FAF8F3', dark: '#191714' }

export function openWindow({ preload }: AppPaths): BrowserWindow {
  const window = new BrowserWindow({
    width: 1280,
    height: 800,
    minWidth: 960,
    minHeight: 640,
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? PAPER.dark : PAPER.light,
    titleBarStyle: process.platform === 'darwin' ? 'hiddenInset' : 'default',
    trafficLightPosition: { x: 20, y: 20 },
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
  window.once('ready-to-show', () => {
    window.show()
  })
  void window.loadURL(rendererUrl())
  return window
}
