import OpenAI from 'openai'
import type { LocalServer } from '../../../src-preload/contract/server'
import type { Client } from '../../../src-main/client'
import { openTestApp } from '../../fixtures/app'
import { conformingFetch, type SchemaName } from '../../fixtures/openai-api/conforming'

/** Any port that is free, found by the system, for a server that wants a fixed one. */
export async function freePort(): Promise<number> {
  const net = await import('node:net')
  return new Promise((resolve, reject) => {
    const probe = net.createServer()
    probe.on('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

export type Served = {
  call: Client
  server: LocalServer
  token: string
  model: string
  /** The official client; every answer to it is held to OpenAI's published description. */
  openai: OpenAI
  /** What of that description the answers were held to. */
  conformed: Set<SchemaName>
  /** A request as any program may send it; the right token unless another is given. */
  ask: (path: string, init?: RequestInit & { token?: string | null }) => Promise<Response>
}

/** The app with its server on, and the starter model to answer. */
export async function serve(): Promise<Served> {
  const { call } = await openTestApp()
  const server = await call('server.update', { on: true, port: await freePort() })
  const { token } = await call('server.token', {})
  const [model = ''] = server.models
  const conformed = new Set<SchemaName>()
  return {
    call,
    server,
    token,
    model,
    openai: new OpenAI({
      baseURL: server.address,
      apiKey: token,
      maxRetries: 0,
      fetch: conformingFetch((name) => conformed.add(name))
    }),
    conformed,
    ask: (path, { token: given = token, headers, ...init } = {}) =>
      fetch(`${server.address}${path}`, {
        ...init,
        headers: {
          ...(given === null ? {} : { authorization: `Bearer ${given}` }),
          ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
          ...Object.fromEntries(new Headers(headers))
        }
      })
  }
}
