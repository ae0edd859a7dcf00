import { randomBytes } from 'node:crypto'
import type { Handlers } from '@contract/calls'
import type { LocalServer } from '@contract/server'
import { z } from 'zod'
import { toAppError, type AppError } from '../app-error'
import type { Database } from '../database/schema'
import type { Events } from '../events'
import type { Secrets } from '../secrets'
import { readSetting, writeSetting } from '../settings/repository'
import { createCallsLog } from './calls-log'
import { listen, LOOPBACK, type Listener } from './listener'
import { nameModels, type ServedModel } from './served-models'
import { createWeb, type WebOptions } from './web'

type Options = Pick<WebOptions, 'complete' | 'call' | 'jobEnded'> & {
  db: Database
  events: Events
  secrets: Secrets
  /** Everything that the embedded engine can load, oldest first. */
  models: () => Promise<ServedModel[]>
}

type ServerHandlers = Pick<Handlers, Extract<keyof Handlers, `server.${string}`>>

export type Server = {
  handlers: ServerHandlers
  /** Starts it where the person left it on. Never throws: what went wrong is in its status. */
  restore: () => Promise<void>
  close: () => Promise<void>
}

const Saved = z.object({ on: z.boolean(), port: z.int() })
const SETTING = 'local-server'
const SECRET = 'local-server-token'
export const DEFAULT_PORT = 8123

/** The OpenAI-compatible server over the project's own models; off unless the person turns it on. */
export function createLocalServer(options: Options): Server {
  const { db, events, secrets, complete, call, jobEnded } = options
  const changed = (): void => events.changed('server')
  const log = createCallsLog(changed)
  let listener: Listener | null = null
  let error: AppError | null = null
  let token = ''

  const saved = () => readSetting(db, SETTING, Saved, { on: false, port: DEFAULT_PORT })
  const models = async () => nameModels(await options.models())
  const web = createWeb({
    log,
    port: () => listener?.port ?? 0,
    token: () => token,
    models,
    complete,
    call,
    jobEnded
  })

  const makeToken = async (): Promise<string> => {
    token = randomBytes(24).toString('base64url')
    await secrets.write(SECRET, token)
    return token
  }
  const knownToken = async (): Promise<string> => {
    if (token === '') token = (await secrets.read(SECRET)) ?? ''
    return token === '' ? makeToken() : token
  }
  const stop = async (): Promise<void> => {
    await listener?.close()
    listener = null
  }
  const start = async (port: number): Promise<void> => {
    await knownToken()
    error = null
    try {
      listener = await listen(web, port)
    } catch (thrown) {
      error = toAppError(thrown)
    }
  }
  const status = async (): Promise<LocalServer> => {
    const { port } = await saved()
    return {
      state: listener ? 'on' : error ? 'failed' : 'off',
      address: `http://${LOOPBACK}:${String(listener?.port ?? port)}/v1`,
      port,
      error: error?.toEnvelope() ?? null,
      tokenIsKept: secrets.kept,
      models: (await models()).map(({ name }) => name),
      calls: log.list(),
      ...log.counts()
    }
  }

  return {
    restore: async () => {
      const { on, port } = await saved()
      if (on) await start(port)
    },
    close: stop,
    handlers: {
      'server.status': status,
      'server.update': async (wanted) => {
        const before = await saved()
        const after = { on: wanted.on ?? before.on, port: wanted.port ?? before.port }
        if (wanted.keep) await writeSetting(db, SETTING, after)
        const moves = listener !== null && listener.port !== after.port
        if (!after.on || moves) await stop()
        if (after.on && listener === null) await start(after.port)
        if (!after.on) error = null
        changed()
        return status()
      },
      'server.token': async () => ({ token: await knownToken() }),
      'server.renewToken': async () => {
        const renewed = await makeToken()
        changed()
        return { token: renewed }
      }
    }
  }
}
