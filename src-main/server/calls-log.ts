import type { ServerCall } from '@contract/server'
import type { MiddlewareHandler } from 'hono'
import { toApiError } from './api-error'

/** What a handler adds to the line of its request. */
export type Noted = { model?: string; tokens?: number }

/** What handlers find in the context. */
export type ServerEnv = { Variables: { note: (noted: Noted) => void } }

export type CallsLog = {
  /** Goes around everything else, so that refused requests are seen as well. */
  middleware: MiddlewareHandler<ServerEnv>
  /** Newest first. */
  list: () => ServerCall[]
  counts: () => { answered: number; refused: number }
}

const KEPT = 100
const CLIENT_CHARS = 80
const PATH_CHARS = 120
const METHOD_CHARS = 10

/** Who called: kept in memory alone, without what was asked or answered. */
export function createCallsLog(changed: () => void): CallsLog {
  const calls: ServerCall[] = []
  let answered = 0
  let refused = 0

  const add = (call: ServerCall): void => {
    if (call.refused === null) answered += 1
    else refused += 1
    calls.unshift(call)
    calls.length = Math.min(calls.length, KEPT)
    changed()
  }

  return {
    list: () => calls.map((call) => ({ ...call })),
    counts: () => ({ answered, refused }),
    middleware: async (context, next) => {
      const { req } = context
      const call: ServerCall = {
        at: Date.now(),
        method: req.method.slice(0, METHOD_CHARS),
        path: req.path.slice(0, PATH_CHARS),
        status: 0,
        client: (req.header('user-agent') ?? '').slice(0, CLIENT_CHARS),
        model: null,
        tokens: null,
        elapsedMs: 0,
        refused: null
      }
      // A stream notes its tokens when its last word is out, long after this has returned.
      context.set('note', (noted) => {
        Object.assign(call, noted, { elapsedMs: Date.now() - call.at })
        changed()
      })
      await next()
      call.status = context.res.status
      call.elapsedMs = Date.now() - call.at
      call.refused = context.error ? toApiError(context.error).message : null
      add(call)
    }
  }
}
