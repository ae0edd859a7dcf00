import fs from 'node:fs/promises'
import path from 'node:path'
import { protocol } from 'electron'
import { readAttachment } from './attachments'

export const APP_ORIGIN = 'app://understudy'

/**
 * Scripts, styles, fonts and pictures from the app alone; nothing from the network, no inline code.
 * The positions that menus and dialogs compute are set by script, one property at a time, which
 * needs no leave; a style attribute that came in with a text would.
 */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'"
].join('; ')

/** Before the app is ready: `app://` becomes an origin like https, whose compiled scripts are kept. */
export function registerAppProtocol(): void {
  protocol.registerSchemesAsPrivileged([
    {
      scheme: 'app',
      privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true }
    }
  ])
}

type Served = {
  rendererDir: string
  /** Of the project in the window; null while none is open. */
  projectDir: () => string | null
}

/**
 * Serves the built renderer under `app://understudy/`, the pictures of the open project under
 * `app://understudy/attachments/`, and nothing else.
 */
export function serveApp({ rendererDir, projectDir }: Served): void {
  const root = path.resolve(rendererDir)
  protocol.handle('app', async (request) => {
    const { origin, pathname } = new URL(request.url.replace(/^app:/, 'https:'))
    const place = decoded(pathname)
    if (place === null || origin !== APP_ORIGIN.replace('app:', 'https:')) return notFound()
    if (place.startsWith('/attachments/')) {
      return picture(projectDir(), place.slice('/attachments/'.length))
    }
    const file = path.resolve(root, `.${place}`)
    const type = types[path.extname(file)]
    if (!file.startsWith(root + path.sep) || type === undefined) return notFound()
    const bytes = await fs.readFile(file).catch(() => null)
    if (!bytes) return notFound()
    return withPolicy(new Response(new Uint8Array(bytes), { headers: { 'Content-Type': type } }))
  })
}

/** What the build makes. */
const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.woff2': 'font/woff2',
  '.svg': 'image/svg+xml',
  '.png': 'image/png'
}

async function picture(projectDir: string | null, name: string): Promise<Response> {
  const found = await readAttachment(projectDir, name)
  const answer =
    found.status === 200
      ? new Response(new Uint8Array(found.bytes), { headers: { 'Content-Type': found.type } })
      : new Response(found.reason, {
          status: found.status,
          headers: { 'Content-Type': 'text/plain; charset=utf-8' }
        })
  // The file may change under its name.
  answer.headers.set('Cache-Control', 'no-store')
  return withPolicy(answer)
}

function withPolicy(answer: Response): Response {
  answer.headers.set('Content-Security-Policy', CONTENT_SECURITY_POLICY)
  answer.headers.set('X-Content-Type-Options', 'nosniff')
  return answer
}

const notFound = (): Response => new Response('Not found', { status: 404 })

/** Null for an address whose escapes are broken, or that hides a zero byte. */
function decoded(pathname: string): string | null {
  try {
    const place = decodeURIComponent(pathname)
    return place.includes('\0') ? null : place
  } catch {
    return null
  }
}
