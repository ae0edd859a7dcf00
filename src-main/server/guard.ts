import { createHash, timingSafeEqual } from 'node:crypto'
import type { MiddlewareHandler } from 'hono'
import { ApiError } from './api-error'

const NAMES = new Set(['127.0.0.1', 'localhost', '[::1]'])

/**
 * Lets only programs of this machine through that know the token. A page in a browser can send a
 * request here as well: it is told by its Origin, and a name that was made to point here by its Host.
 */
export function guard({
  port,
  token
}: {
  port: () => number
  token: () => string
}): MiddlewareHandler {
  return async (context, next) => {
    const { req } = context
    if (!isOwnHost(req.header('host'), port())) throw foreignHost()
    const origin = req.header('origin')
    if (origin !== undefined && !isOwnOrigin(origin, port())) throw foreignOrigin()
    // Browsers say so even where they leave the Origin out.
    const site = req.header('sec-fetch-site')
    if (site !== undefined && site !== 'none' && site !== 'same-origin') throw foreignOrigin()
    if (!knows(token(), req.header('authorization'))) throw noToken()
    await next()
  }
}

function isOwnHost(host: string | undefined, port: number): boolean {
  const [, name, asked] = /^(\[[^\]]*\]|[^:]*)(?::(\d+))?$/.exec(host ?? '') ?? []
  return name !== undefined && NAMES.has(name.toLowerCase()) && Number(asked ?? 80) === port
}

const isOwnOrigin = (origin: string, port: number): boolean =>
  URL.canParse(origin) &&
  new URL(origin).protocol === 'http:' &&
  isOwnHost(new URL(origin).host, port)

/** In a time that tells nothing of how much of it was right. */
function knows(token: string, authorization: string | undefined): boolean {
  const given = /^Bearer\s+(\S+)\s*$/i.exec(authorization ?? '')?.[1]
  return given !== undefined && timingSafeEqual(digest(given), digest(token))
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest()

const foreignHost = (): ApiError =>
  new ApiError({
    status: 403,
    message: 'This server answers only under 127.0.0.1 and localhost, with its own port.',
    code: 'foreign_host'
  })

const foreignOrigin = (): ApiError =>
  new ApiError({
    status: 403,
    message: 'This server does not answer pages of other origins.',
    code: 'foreign_origin'
  })

const noToken = (): ApiError =>
  new ApiError({
    status: 401,
    message:
      'The token is missing or wrong. Copy it from Understudy, Settings, Local server, and send it as “Authorization: Bearer …”.',
    code: 'invalid_api_key'
  })
