import { z } from 'zod'
import { ErrorEnvelope } from './errors'
import { Nothing, Timestamp } from './common'

const Port = z.int('must be a whole number').min(1024, 'must be at least 1024').max(65_535)

/** One request that reached the local server, answered or refused. */
export const ServerCall = z.object({
  at: Timestamp,
  method: z.string(),
  path: z.string(),
  /** HTTP status. */
  status: z.int(),
  /** What the program calls itself; cut short. */
  client: z.string(),
  /** Model that answered; null where none was asked. */
  model: z.string().nullable(),
  tokens: z.int().nullable(),
  elapsedMs: z.int(),
  /** Why it was refused, in a few words; null where it was not. */
  refused: z.string().nullable()
})
export type ServerCall = z.infer<typeof ServerCall>

export const LocalServer = z.object({
  state: z.enum(['off', 'on', 'failed']),
  /** Base address for clients, such as `http://127.0.0.1:8123/v1`. */
  address: z.string(),
  port: Port,
  /** Why it could not be started; null unless it failed. */
  error: ErrorEnvelope.nullable(),
  /** False where the system has no keychain: a new token is made at each start of the app. */
  tokenIsKept: z.boolean(),
  /** Names with which its models are asked for. */
  models: z.array(z.string()),
  /** The last hundred, newest first. */
  calls: z.array(ServerCall),
  answered: z.int(),
  refused: z.int()
})
export type LocalServer = z.infer<typeof LocalServer>

export const serverCalls = {
  'server.status': { input: Nothing, output: LocalServer },
  /** On or off, also at the next start; another port. Off unless the person turns it on. */
  'server.update': {
    input: z.object({
      on: z.boolean().optional(),
      port: Port.optional(),
      /** Whether the next start of the app does the same; the terminal's server ends with it. */
      keep: z.boolean().default(true)
    }),
    output: LocalServer
  },
  /** The token, to be copied into another program. */
  'server.token': { input: Nothing, output: z.object({ token: z.string() }) },
  /** Another token; programs with the old one are refused from now on. */
  'server.renewToken': { input: Nothing, output: z.object({ token: z.string() }) }
}
