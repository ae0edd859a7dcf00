import { z } from 'zod'
import type { Handlers } from '@contract/calls'
import {
  Sampling,
  Writer,
  type EngineSettings,
  type EngineStatus,
  type WriterChoice
} from '@contract/generation'
import { AppError, toAppError } from '../app-error'
import type { Database } from '../database/schema'
import type { Events } from '../events'
import type { Secrets } from '../secrets'
import { readSetting, writeSetting } from '../settings/repository'
import type { Generator } from './generator'

/** A GGUF that the embedded engine can load. */
export type EmbeddedModel = { id: string; name: string; detail: string }

/** An OpenAI-compatible server, as far as the settings need it. */
export type Server = {
  generator: (model: string) => Generator
  listModels: () => Promise<string[]>
}

type Options = {
  db: Database
  events: Events
  secrets: Secrets
  embeddedModels: () => Promise<EmbeddedModel[]>
  /** @throws AppError when the model's file is gone or unreadable */
  embeddedGenerator: (modelId: string) => Promise<Generator>
  connect: (server: { baseUrl: string; token: string | null }) => Server
}

export type Engines = {
  handlers: Pick<Handlers, Extract<keyof Handlers, `engines.${string}`>>
  settings: () => Promise<EngineSettings>
  /** The model that writes unless another is chosen; null where there is none at all. */
  writer: () => Promise<Writer | null>
  /** What writes with this choice, and its name for the record. */
  writerFor: (writer: Writer) => Promise<{ generator: Generator; model: string }>
}

const TOKEN = 'server-token'
const SETTING = 'engines'

const Saved = z.object({
  writer: Writer.nullable(),
  sampling: Sampling,
  draftsPerTopic: z.int(),
  baseUrl: z.string()
})

const DEFAULTS: z.infer<typeof Saved> = {
  writer: null,
  sampling: Sampling.parse({}),
  draftsPerTopic: 3,
  // LM Studio's own port.
  baseUrl: 'http://127.0.0.1:1234/v1'
}

/** Which model writes, with what settings, and whether it answers. */
export function createEngines(options: Options): Engines {
  const { db, events, secrets, embeddedModels, embeddedGenerator, connect } = options

  const saved = (): Promise<z.infer<typeof Saved>> => readSetting(db, SETTING, Saved, DEFAULTS)
  const server = async (): Promise<Server> =>
    connect({ baseUrl: (await saved()).baseUrl, token: await secrets.read(TOKEN) })

  const writer = async (): Promise<Writer | null> => {
    const chosen = (await saved()).writer
    if (chosen) return chosen
    const [first] = await embeddedModels()
    return first ? { engine: 'embedded', modelId: first.id } : null
  }

  const settings = async (): Promise<EngineSettings> => {
    const { sampling, draftsPerTopic, baseUrl } = await saved()
    const writes = await writer()
    if (!writes) throw noWriter()
    return {
      writer: writes,
      sampling,
      draftsPerTopic,
      server: {
        baseUrl,
        hasToken: (await secrets.read(TOKEN)) !== null,
        tokenIsKept: secrets.kept
      }
    }
  }

  const writerFor: Engines['writerFor'] = async (writer) => {
    if (writer.engine === 'openai') {
      return { generator: (await server()).generator(writer.model), model: writer.model }
    }
    const model = (await embeddedModels()).find(({ id }) => id === writer.modelId)
    return {
      generator: await embeddedGenerator(writer.modelId),
      model: model?.name ?? 'a model that is gone'
    }
  }

  const status = async (): Promise<EngineStatus> => {
    const { writer } = await settings()
    const name =
      writer.engine === 'embedded' ? 'Built-in writer' : new URL((await saved()).baseUrl).host
    try {
      if (writer.engine === 'openai') {
        const models = await (await server()).listModels()
        return {
          state: models.includes(writer.model) ? 'ready' : 'idle',
          name,
          detail: writer.model
        }
      }
      const { model } = await writerFor(writer)
      return { state: 'ready', name, detail: model }
    } catch (thrown) {
      return { state: 'failed', name, error: toAppError(thrown).toEnvelope() }
    }
  }

  const writers = async (): Promise<WriterChoice[]> => {
    const embedded = (await embeddedModels()).map(({ id, name, detail }) => ({
      writer: { engine: 'embedded' as const, modelId: id },
      name,
      detail
    }))
    const { baseUrl } = await saved()
    // A server that is off is no failure here: its own settings say so.
    const served = await (await server()).listModels().catch(() => [])
    return [
      ...embedded,
      ...served.map((model) => ({
        writer: { engine: 'openai' as const, model },
        name: model,
        detail: new URL(baseUrl).host
      }))
    ]
  }

  return {
    settings,
    writer,
    writerFor,
    handlers: {
      'engines.settings': settings,
      'engines.status': status,
      'engines.writers': writers,
      'engines.checkServer': async () => {
        const startedAt = Date.now()
        const models = await (await server()).listModels()
        return { models, elapsedMs: Date.now() - startedAt }
      },
      'engines.update': async ({ token, ...changes }) => {
        const before = await saved()
        // A token belongs to the server it was given for, and goes to no other.
        const moved = changes.baseUrl !== undefined && !sameServer(changes.baseUrl, before.baseUrl)
        if (token !== undefined || moved) await secrets.write(TOKEN, token ?? null)
        await writeSetting(db, SETTING, { ...before, ...defined(changes) })
        events.changed('engines')
        return settings()
      }
    }
  }
}

const noWriter = (): AppError =>
  new AppError({
    code: 'engine_no_model',
    message: 'There is no model yet that could write: the starter model is missing.',
    remedy: {
      text: 'Connect a server in the settings, or install Understudy again to get its starter model.',
      action: 'open-engine-settings'
    }
  })

const sameServer = (a: string, b: string): boolean => new URL(a).origin === new URL(b).origin

/** Without the fields that were left out, so that they do not erase what is saved. */
const defined = <T extends object>(values: T): Partial<T> =>
  Object.fromEntries(
    Object.entries(values).filter(([, value]) => value !== undefined)
  ) as Partial<T>
