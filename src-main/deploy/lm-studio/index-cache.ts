import fs from 'node:fs'
import path from 'node:path'
import { z } from 'zod'

/** What LM Studio's own index says of one file. */
export type Indexed =
  | { known: true; key: string }
  /** `bucket` names the list it stands in where it is refused; null where it is in none. */
  | { known: false; bucket: string | null; reason: string | null }

const Cache = z.looseObject({
  models: z
    .array(
      z.looseObject({
        defaultIdentifier: z.string().nullish(),
        entryPoint: z.looseObject({ absPath: z.string() }).nullish()
      })
    )
    .catch([])
})

const REFUSED = ['badModels', 'conflicts', 'unclassifiedFiles', 'errors']

/**
 * Reads LM Studio's index of its models: a private file, so it is read only, and whatever is not as
 * expected says nothing. The newer app keeps its own in a room of the same home.
 */
export function lookInIndex(homeDir: string, file: string): Indexed {
  const nothing: Indexed = { known: false, bucket: null, reason: null }
  const found = [homeDir, path.join(homeDir, 'apps', 'bionic')].map((room) => lookIn(room, file))
  return (
    found.find((one) => one?.known === true) ??
    found.find((one) => one?.known === false && one.bucket !== null) ??
    nothing
  )
}

function lookIn(room: string, file: string): Indexed | null {
  const cache = Cache.safeParse(readJson(path.join(room, '.internal', 'model-index-cache.json')))
  if (!cache.success) return null
  const model = cache.data.models.find(({ entryPoint }) => entryPoint?.absPath === file)
  if (model?.defaultIdentifier) return { known: true, key: model.defaultIdentifier }
  for (const bucket of REFUSED) {
    const entries = cache.data[bucket]
    if (!Array.isArray(entries)) continue
    const entry: unknown = entries.find((one: unknown) => mentions(one, file))
    if (entry !== undefined) return { known: false, bucket, reason: reasonIn(entry) }
  }
  return null
}

/** The lists hold paths, or objects that hold them somewhere. */
function mentions(value: unknown, file: string): boolean {
  if (typeof value === 'string') return value === file
  if (typeof value !== 'object' || value === null) return false
  return Object.values(value).some((inner) => mentions(inner, file))
}

function reasonIn(entry: unknown): string | null {
  const said = z.looseObject({ reason: z.string().optional(), error: z.string().optional() })
  const { data } = said.safeParse(entry)
  return data?.reason ?? data?.error ?? null
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}
