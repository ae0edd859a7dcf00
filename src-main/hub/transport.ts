import type { Readable } from 'node:stream'
import type { Dispatcher } from 'undici'
import { hubRefusal } from './refusals'
import { unreachable } from './unreachable'

export type HubOptions = {
  /** The hub or a mirror of it, without a path behind it. */
  address: string
  token: string | null
  /** An empty address takes what the environment names, such as `HTTPS_PROXY`. */
  proxy: HubProxy
}

export type HubProxy = { url: string; user: string; password: string | null }

export type HubAnswer = {
  status: number
  headers: Readonly<Record<string, string>>
  body: Readable & { text: () => Promise<string> }
}

/** Asks the hub. Made anew for each piece of work, so that a changed setting counts at once. */
export type Hub = {
  address: string
  /** @throws AppError for every answer that is none, `hub_…` with its own sentence */
  get: (path: string, ask: Ask) => Promise<HubAnswer>
  close: () => Promise<void>
}

export type Ask = {
  /** What was asked for, for the sentences: `organisation/name`. */
  repository: string
  signal: AbortSignal
  /** Bytes to leave out at the beginning. */
  from?: number
}

const REDIRECTS_AT_MOST = 6
/** A hub that says nothing for so long is taken to be gone; what it has sent is kept. */
const SILENCE_MS = 60_000

/**
 * One connection to a hub. Its files lie on other servers, to which it redirects: the token is for
 * the hub alone and is not sent there.
 */
export async function openHub({ address, token, proxy }: HubOptions): Promise<Hub> {
  // Most starts of the app fetch nothing, and need not wait for it.
  const { EnvHttpProxyAgent, ProxyAgent, request } = await import('undici')
  const timeouts = { headersTimeout: SILENCE_MS, bodyTimeout: SILENCE_MS }
  const dispatcher: Dispatcher =
    proxy.url === ''
      ? new EnvHttpProxyAgent(timeouts)
      : new ProxyAgent({ uri: proxy.url, ...credentials(proxy), ...timeouts })
  const home = new URL(address)

  const get: Hub['get'] = async (path, { repository, signal, from = 0 }) => {
    let url = new URL(`${address}${path}`)
    for (let hop = 0; hop <= REDIRECTS_AT_MOST; hop += 1) {
      const answer = await send(url)
      const { status, headers, body } = answer
      if (status === 200 || status === 206 || status === 416) return answer
      const next = headers['location']
      if (status < 300 || status > 399 || next === undefined) {
        throw hubRefusal({ ...answer, said: await body.text(), repository, address, token })
      }
      body.resume()
      url = new URL(next, url)
    }
    throw unreachable({ address, repository, reason: new Error('It redirects in a circle.') })

    async function send(to: URL): Promise<HubAnswer> {
      const isHome = to.origin === home.origin
      try {
        const { statusCode, headers, body } = await request(to, {
          dispatcher,
          signal,
          headers: {
            // Sizes and ranges are those of the file, so it must come as it is.
            'accept-encoding': 'identity',
            'user-agent': 'understudy',
            ...(from > 0 && { range: `bytes=${from}-` }),
            ...(isHome && token !== null && { authorization: `Bearer ${token}` })
          }
        })
        return { status: statusCode, headers: single(headers), body }
      } catch (reason) {
        signal.throwIfAborted()
        throw unreachable({ address: to.origin, repository, reason, proxy: proxy.url !== '' })
      }
    }
  }

  return { address, get, close: () => dispatcher.destroy() }
}

const credentials = ({ user, password }: HubProxy): { token?: string } =>
  user === '' && password === null
    ? {}
    : { token: `Basic ${Buffer.from(`${user}:${password ?? ''}`).toString('base64')}` }

/** Of a header that came several times, the first; names are in lower case. */
const single = (headers: Record<string, string | string[] | undefined>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => {
      const first = Array.isArray(value) ? value[0] : value
      return first === undefined ? [] : [[name, first]]
    })
  )
