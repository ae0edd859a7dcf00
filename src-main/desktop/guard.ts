import { app, session as electronSession, shell } from 'electron'
import { APP_ORIGIN } from './protocol'

/**
 * The rules every page of the app lives under: no permission is granted, no request leaves, the page
 * stays the one page of the app, no window opens. A link to the web opens in the browser, after a
 * click, and only http(s).
 */
export function lockDown(): void {
  app.on('ready', () => {
    const { defaultSession } = electronSession
    defaultSession.setPermissionRequestHandler((_contents, _permission, answer) => {
      answer(false)
    })
    defaultSession.setPermissionCheckHandler(() => false)
    defaultSession.setDevicePermissionHandler(() => false)
    // The content security policy says so too; this holds where a policy has a gap.
    defaultSession.webRequest.onBeforeRequest({ urls: OUTSIDE }, ({ url }, answer) => {
      answer({ cancel: !isOwn(url) })
    })
    defaultSession.on('will-download', (event) => {
      event.preventDefault()
    })
  })
  app.on('web-contents-created', (_event, contents) => {
    contents.on('will-navigate', (event) => {
      // Places in the app are behind the `#` and no navigation; a reload comes back to the page.
      if (withoutHash(event.url) !== withoutHash(rendererUrl())) event.preventDefault()
    })
    contents.on('will-redirect', (event) => {
      event.preventDefault()
    })
    contents.on('will-attach-webview', (event) => {
      event.preventDefault()
    })
    contents.setWindowOpenHandler(({ url }) => {
      if (/^https?:$/.test(protocolOf(url))) void shell.openExternal(url)
      return { action: 'deny' }
    })
  })
}

/** The page to load. During `npm run dev` it is the dev server's. */
export function rendererUrl(): string {
  const devServer = app.isPackaged ? undefined : process.env['ELECTRON_RENDERER_URL']
  return devServer ? devServer : `${APP_ORIGIN}/index.html`
}

/** The only origin that may talk to the bridge. */
export const rendererOrigin = (): string => rendererUrl().replace(/^(\w+:\/\/[^/]+).*$/, '$1')

const OUTSIDE = ['http', 'https', 'ws', 'wss', 'ftp'].map((scheme) => `${scheme}://*/*`)

/** The dev server is the app's own while it is developed, and so are its live updates. */
function isOwn(url: string): boolean {
  const own = rendererOrigin()
  return url.startsWith(`${own}/`) || url.startsWith(`${own.replace(/^http/, 'ws')}/`)
}

const withoutHash = (url: string): string => url.replace(/#.*$/, '')

function protocolOf(url: string): string {
  return URL.canParse(url) ? new URL(url).protocol : ''
}
