import { z } from 'zod'
import { Sampling, ServerName, Writer } from '@contract/generation'
import type { Database } from '../database/schema'
import { readSetting, writeSetting } from '../settings/repository'
import type { ServerTokens } from './server-tokens'

const SavedConnection = z.object({ baseUrl: z.string(), parallel: z.int().min(1).max(8) })

const Saved = z.object({
  writer: Writer.nullable(),
  sampling: Sampling,
  draftsPerTopic: z.int(),
  servers: z.record(ServerName, SavedConnection)
})
export type SavedEngines = z.infer<typeof Saved>

/** As it was while a project knew one server, by an address that ends in `/v1`. */
const SavedWithOneServer = z.object({
  writer: Writer.nullable(),
  sampling: Sampling,
  draftsPerTopic: z.int(),
  baseUrl: z.string()
})

export const LM_STUDIO_ADDRESS = 'http://127.0.0.1:1234'

// LM Studio answers four requests at once unless told otherwise, and so do most others.
const PARALLEL = 4
const SETTING = 'engines'

const DEFAULTS: SavedEngines = {
  writer: null,
  sampling: Sampling.parse({}),
  draftsPerTopic: 3,
  servers: {
    lmstudio: { baseUrl: LM_STUDIO_ADDRESS, parallel: PARALLEL },
    other: { baseUrl: '', parallel: PARALLEL }
  }
}

/** Reads what is saved. What an older version saved is carried over, its token too. */
export async function readEngines(db: Database, tokens: ServerTokens): Promise<SavedEngines> {
  const saved = await readSetting(db, SETTING, z.union([Saved, SavedWithOneServer]), DEFAULTS)
  if ('servers' in saved) return saved
  const { baseUrl, ...rest } = saved
  await tokens.carryOver(baseUrl)
  const carried = { ...rest, ...serversFrom(baseUrl, rest.writer) }
  await saveEngines(db, carried)
  return carried
}

export async function saveEngines(db: Database, engines: SavedEngines): Promise<void> {
  await writeSetting(db, SETTING, engines)
}

/** LM Studio is told by its port: nothing else is known of the one server. */
function serversFrom(
  baseUrl: string,
  writer: Writer | null
): Pick<SavedEngines, 'servers' | 'writer'> {
  const name: ServerName = URL.parse(baseUrl)?.port === '1234' ? 'lmstudio' : 'other'
  const { servers } = DEFAULTS
  return {
    writer: writer?.engine === 'openai' ? { ...writer, server: name } : writer,
    servers: { ...servers, [name]: { ...servers[name], baseUrl: tidyAddress(name, baseUrl) } }
  }
}

/**
 * An address as it is kept: LM Studio's root, whatever route of it was copied; another server's
 * ends in `/v1` where it was given without a path. An empty one is LM Studio's usual place.
 */
export function tidyAddress(name: ServerName, typed: string): string {
  const address = typed.trim().replace(/\/+$/, '')
  if (name === 'lmstudio') return address.replace(/(\/api)?\/v\d+$/, '') || LM_STUDIO_ADDRESS
  return URL.parse(address)?.pathname === '/' ? `${address}/v1` : address
}
