import type { Handlers } from '@contract/calls'
import type {
  DraftOrigin,
  EngineSettings,
  ServerName,
  Writer,
  WriterChoice
} from '@contract/generation'
import { AppError } from '../app-error'
import type { Database } from '../database/schema'
import type { Events } from '../events'
import type { Secrets } from '../secrets'
import { readEngines, saveEngines, tidyAddress, type SavedEngines } from './engine-settings'
import { engineStatus, type EmbeddedModel } from './engine-status'
import type { Generator } from './generator'
import type { LmStudioOptions } from './lm-studio/status'
import type { Server, ServerOptions } from './openai-compatible/server'
import { createServers } from './servers'
import { createServerTokens } from './server-tokens'

type Options = {
  db: Database
  events: Events
  secrets: Secrets
  /** The person's home folder, where LM Studio keeps its own. */
  userHome: string
  embeddedModels: () => Promise<EmbeddedModel[]>
  /** @throws AppError when the model's file is gone or unreadable */
  embeddedGenerator: (modelId: string) => Promise<Generator>
  connect: (options: ServerOptions) => Server
}

export type WriterInUse = {
  generator: Generator
  /** Its name for the record, where the server does not echo one. */
  model: string
  engine: DraftOrigin['engine']
}

export type Engines = {
  handlers: Pick<Handlers, Extract<keyof Handlers, `engines.${string}`>>
  settings: () => Promise<EngineSettings>
  /** The model that writes unless another is chosen; null where there is none at all. */
  writer: () => Promise<Writer | null>
  /** What writes with this choice. @throws AppError when the model is gone */
  writerFor: (writer: Writer) => Promise<WriterInUse>
  /** Where LM Studio is, by the settings, and with which token. */
  lmStudio: () => Promise<LmStudioOptions>
}

/** Which model writes, with what settings, and whether it answers. */
export function createEngines(options: Options): Engines {
  const { db, events, embeddedModels, embeddedGenerator } = options
  const tokens = createServerTokens(options.secrets)
  const saved = (): Promise<SavedEngines> => readEngines(db, tokens)
  const servers = createServers({
    ...options,
    tokens,
    saved,
    changed: () => events.changed('engines')
  })

  const writer = async (): Promise<Writer | null> => {
    const chosen = (await saved()).writer
    if (chosen) return chosen
    const [first] = await embeddedModels()
    return first ? { engine: 'embedded', modelId: first.id } : null
  }

  const settings = async (): Promise<EngineSettings> => {
    const { sampling, draftsPerTopic, servers } = await saved()
    const connection = async (name: ServerName) => ({
      ...servers[name],
      hasToken: (await tokens.read(servers[name].baseUrl)) !== null
    })
    return {
      writer: await writer(),
      sampling,
      draftsPerTopic,
      servers: { lmstudio: await connection('lmstudio'), other: await connection('other') },
      tokensAreKept: tokens.kept
    }
  }

  const writerFor: Engines['writerFor'] = async (writer) => {
    if (writer.engine === 'openai') {
      const { server, model } = writer
      const generator = (await servers.connected(server)).generator(model)
      return { generator, model, engine: server === 'lmstudio' ? 'lmstudio' : 'openai' }
    }
    const model = (await embeddedModels()).find(({ id }) => id === writer.modelId)
    return {
      generator: await embeddedGenerator(writer.modelId),
      model: model?.name ?? 'a model that is gone',
      engine: 'embedded'
    }
  }

  const writers = async (): Promise<WriterChoice[]> => {
    const embedded = (await embeddedModels()).map(({ id, name, detail }) => ({
      writer: { engine: 'embedded' as const, modelId: id },
      name,
      detail,
      group: 'Built-in writer',
      loaded: null
    }))
    return [...embedded, ...(await servers.writers())]
  }

  const update: Engines['handlers']['engines.update'] = async ({ server, ...changes }) => {
    const before = await saved()
    const next: SavedEngines = { ...before, ...defined(changes) }
    if (server) {
      const { name, token, ...connection } = server
      const { baseUrl = before.servers[name].baseUrl, parallel } = defined(connection)
      const address = tidyAddress(name, baseUrl)
      next.servers = {
        ...before.servers,
        [name]: { baseUrl: address, parallel: parallel ?? before.servers[name].parallel }
      }
      if (token !== undefined) {
        if (address === '') throw noAddress()
        await tokens.write(address, token)
      }
    }
    await saveEngines(db, next)
    events.changed('engines')
    return settings()
  }

  return {
    settings,
    writer,
    writerFor,
    lmStudio: servers.lmStudio,
    handlers: {
      'engines.settings': settings,
      'engines.status': () => engineStatus({ ...options, writer, look: servers.look }),
      'engines.serverStatus': ({ server }) => servers.status(server),
      'engines.startServer': async () => {
        const status = await servers.start()
        events.changed('engines')
        return status
      },
      'engines.loadModel': async (wanted) => {
        const status = await servers.load(wanted)
        events.changed('engines')
        return status
      },
      'engines.writers': writers,
      'engines.update': update
    }
  }
}

/** For whoever needs a writer where there is none. */
export const noWriter = (): AppError =>
  new AppError({
    code: 'engine_no_model',
    message: 'There is no model yet that could write: the starter model is missing.',
    remedy: {
      text: 'Connect LM Studio or another server in the settings, or install Understudy again to get its starter model.',
      action: 'open-engine-settings'
    }
  })

const noAddress = (): AppError =>
  new AppError({
    code: 'invalid_input',
    message: 'A token belongs to an address, and the server has none yet. Nothing was changed.',
    remedy: { text: 'Enter the address first.' }
  })

/** Without the fields that were left out, so that they do not erase what is saved. */
const defined = <T extends object>(values: T): Partial<T> =>
  Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined)
  ) as Partial<T>
