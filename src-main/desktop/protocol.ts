import fs from 'node:fs'
import path from 'node:path'
import { net, protocol } from 'electron'
import { pathToFileURL } from 'node:url'

export const APP_ORIGIN = 'app://understudy'

/**
 * Scripts, styles and fonts from the app alone; nothing from the network, no inline code. Inline
 * style attributes are allowed for nothing but the positions that menus and dialogs compute.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "style-src-attr 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'"
].join('; ')

/** Before the app is ready: `app://` becomes an origin like https. */
export function registerAppProtocol(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }
  ])
}

/** Serves the built renderer under `app://understudy/`, and nothing outside its folder. */
export function serveRenderer(rendererDir: string): void {
  const root = path.resolve(rendererDir)
  protocol.handle('app', async (request) => {
    const { origin, pathname } = new URL(request.url.replace(/^app:/, 'https:'))
    const file = path.resolve(root, `.${decodeURIComponent(pathname)}`)
    const inside =
      file.startsWith(root + path.sep) && origin === APP_ORIGIN.replace('app:', 'https:')
    if (!inside || !fs.existsSync(file)) return new Response('Not found', { status: 404 })
    const answer = await net.fetch(pathToFileURL(file).toString())
    const headers = new Headers(answer.headers)
    headers.set('Content-Security-Policy', CONTENT_SECURITY_POLICY)
    headers.set('X-Content-Type-Options', 'nosniff')
    return new Response(answer.body, { status: answer.status, headers })
  })
}
