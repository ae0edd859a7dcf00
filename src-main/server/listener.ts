import type { Server } from 'node:http'
import { serve } from '@hono/node-server'
import type { Hono } from 'hono'
import { AppError } from '../app-error'
import type { ServerEnv } from './calls-log'

/** Only programs of this machine can reach it. */
export const LOOPBACK = '127.0.0.1'

export type Listener = { port: number; close: () => Promise<void> }

/**
 * Listens on the loopback address. Port 0 takes any that is free.
 * @throws AppError `conflict` when another program has the port
 */
export async function listen(web: Hono<ServerEnv>, port: number): Promise<Listener> {
  const started = Promise.withResolvers<number>()
  // Electron serves its own pages with the global Request and Response, which stay what they are.
  const options = { fetch: web.fetch, hostname: LOOPBACK, port, overrideGlobalObjects: false }
  const server = serve(options, (info) => started.resolve(info.port)) as Server
  server.on('error', started.reject)
  const opened = await started.promise.catch((error: unknown) => {
    throw portTaken(port, error)
  })
  return {
    port: opened,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        // Streams that are still open would keep it for as long as they last.
        server.closeAllConnections()
      })
  }
}

const portTaken = (port: number, cause: unknown): AppError =>
  new AppError({
    code: 'conflict',
    message: `The local server could not start: port ${String(port)} is used by another program. Nothing else was affected.`,
    remedy: { text: 'Choose another port, or close the other program.', action: 'retry' },
    cause
  })
