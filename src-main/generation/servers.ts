import type { ServerName, ServerState, ServerStatus, WriterChoice } from '@contract/generation'
import type { AppError } from '../app-error'
import type { SavedEngines } from './engine-settings'
import { nameOf } from './engine-status'
import type { FailedDraft, GeneratedDraft } from './generator'
import { loadInLmStudio } from './lm-studio/load-model'
import { startLmStudio } from './lm-studio/start-server'
import { lookAtLmStudio, type LmStudioOptions } from './lm-studio/status'
import type { Server, ServerOptions } from './openai-compatible/server'
import { lookAtServer } from './openai-compatible/status'
import type { ServerTokens } from './server-tokens'

type Options = {
  saved: () => Promise<SavedEngines>
  tokens: ServerTokens
  userHome: string
  connect: (options: ServerOptions) => Server
  /** A server does something else than when it was last looked at. */
  changed: () => void
}

type Look = Omit<ServerStatus, 'error'> & { error: AppError | null }

/** The servers of the settings, LM Studio and another: how they are, and their generators. */
export type Servers = {
  /** Where LM Studio is, by the settings, and with which token. */
  lmStudio: () => Promise<LmStudioOptions>
  look: (name: ServerName) => Promise<Look>
  status: (name: ServerName) => Promise<ServerStatus>
  /** Ready to write; the same for as long as its settings are. */
  connected: (name: ServerName) => Promise<Server>
  /** The models of each server that answers. */
  writers: () => Promise<WriterChoice[]>
  /** Turns LM Studio's server on. @throws AppError */
  start: () => Promise<ServerStatus>
  /** Has LM Studio load a model. @throws AppError */
  load: (wanted: { model: string; contextLength?: number | undefined }) => Promise<ServerStatus>
}

const NAMES: ServerName[] = ['lmstudio', 'other']

export function createServers(options: Options): Servers {
  const { saved, tokens, userHome, connect, changed } = options
  const lastStates = new Map<ServerName, ServerState>()
  const connections = new Map<string, Server>()

  const lmStudio: Servers['lmStudio'] = async () => {
    const root = (await saved()).servers.lmstudio.baseUrl
    return { root, token: await tokens.read(root), userHome }
  }

  /** One connection for one server, as its limit is over everything that is asked of it. */
  const connected: Servers['connected'] = async (name) => {
    const { baseUrl: address, parallel } = (await saved()).servers[name]
    const token = await tokens.read(address)
    const baseUrl = name === 'lmstudio' ? `${address}/v1` : address
    const key = JSON.stringify([name, baseUrl, token, parallel])
    const known = connections.get(key)
    if (known) return known
    const named = name === 'lmstudio' ? { name: 'LM Studio' } : {}
    const server = lookingAfter(name, connect({ baseUrl, token, parallel, ...named }))
    connections.set(key, server)
    return server
  }

  /** A failure is looked into: LM Studio's files tell more than a refused connection does. */
  const lookingAfter = (name: ServerName, server: Server): Server => ({
    ...server,
    generator: (model) => {
      const generator = server.generator(model)
      return {
        ...generator,
        generate: async (request) => {
          const drafts = await generator.generate(request)
          if (!drafts.some(isFailed)) return drafts
          const { error } = await look(name)
          return name === 'lmstudio' && error?.code === 'engine_unreachable'
            ? drafts.map((draft) => (isUnreachable(draft) ? { ...draft, error } : draft))
            : drafts
        }
      }
    }
  })

  const find = async (name: ServerName): Promise<Look> => {
    if (name === 'lmstudio') return lookAtLmStudio(await lmStudio())
    const { baseUrl } = (await saved()).servers.other
    const token = await tokens.read(baseUrl)
    return lookAtServer({ baseUrl, token, connect: () => connect({ baseUrl, token }) })
  }

  /** Whoever looks finds it for all: the sidebar follows what the settings have seen. */
  const look: Servers['look'] = async (name) => {
    const found = await find(name)
    const before = lastStates.get(name)
    lastStates.set(name, found.state)
    if (before !== undefined && before !== found.state) changed()
    return found
  }

  return {
    lmStudio,
    look,
    status: async (name) => told(await look(name)),
    connected,
    writers: async () => {
      const looks = await Promise.all(NAMES.map(look))
      return looks.flatMap(({ server, address, models }) =>
        models.map(({ id, name, detail, loaded }) => ({
          writer: { engine: 'openai' as const, server, model: id },
          name,
          detail: [detail, loaded === true ? 'loaded' : ''].filter(Boolean).join(', '),
          group: nameOf(server, address),
          loaded
        }))
      )
    },
    start: async () => told(await startLmStudio(await lmStudio())),
    load: async (wanted) => told(await loadInLmStudio({ ...(await lmStudio()), ...wanted }))
  }
}

const isFailed = (draft: GeneratedDraft): draft is FailedDraft => 'error' in draft

const isUnreachable = (draft: GeneratedDraft): draft is FailedDraft =>
  isFailed(draft) && draft.error.code === 'engine_unreachable'

/** As it crosses the bridge. */
const told = (look: Look): ServerStatus => ({
  server: look.server,
  state: look.state,
  address: look.address,
  models: look.models.map(({ id, name, detail, loaded, sizeBytes }) => ({
    id,
    name,
    detail,
    loaded,
    sizeBytes
  })),
  error: look.error?.toEnvelope() ?? null,
  loadsOnDemand: look.loadsOnDemand,
  modelsFolder: look.modelsFolder,
  elapsedMs: look.elapsedMs
})
