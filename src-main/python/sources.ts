import fs from 'node:fs'
import path from 'node:path'
import { SourceAddress, SourceName, type PackageSources } from '@contract/python'
import { z } from 'zod'
import type { Secrets } from '../secrets'

/** Of this computer and of no project, like the environment itself; passwords are not in it. */
const Stored = z.object({
  sources: z
    .partialRecord(SourceName, z.object({ url: SourceAddress, user: z.string() }))
    .default({}),
  systemCertificates: z.boolean().default(false)
})
type Stored = z.infer<typeof Stored>

/** An address with what it takes to be let in. */
export type OpenSource = { url: string; user: string; password: string | null }
export type OpenSources = Record<SourceName, OpenSource> & { systemCertificates: boolean }

type Change = {
  source?:
    | {
        name: SourceName
        url?: string | undefined
        user?: string | undefined
        password?: string | null | undefined
      }
    | undefined
  systemCertificates?: boolean | undefined
}

export type Sources = {
  /** For the window: without passwords. */
  read: () => Promise<PackageSources>
  /** For uv and pip. */
  open: () => Promise<OpenSources>
  change: (change: Change) => Promise<void>
}

/** Where packages come from on this computer. Addresses lie in a file, passwords in the keychain. */
export function createSources({
  dataDir,
  secrets
}: {
  dataDir: string
  secrets: Secrets
}): Sources {
  const file = path.join(dataDir, 'python', 'sources.json')
  const open = async (): Promise<OpenSources> => {
    const stored = readStored(file)
    const one = async (name: SourceName): Promise<OpenSource> => {
      const { url, user } = stored.sources[name] ?? NONE
      return { url, user, password: url === '' ? null : await secrets.read(keyOf(name, url)) }
    }
    return {
      index: await one('index'),
      torch: await one('torch'),
      proxy: await one('proxy'),
      systemCertificates: stored.systemCertificates
    }
  }
  const read = async (): Promise<PackageSources> => {
    const { systemCertificates, ...sources } = await open()
    const shown = ({ url, user, password }: OpenSource) => ({
      url,
      user,
      hasPassword: password !== null
    })
    return {
      sources: {
        index: shown(sources.index),
        torch: shown(sources.torch),
        proxy: shown(sources.proxy)
      },
      systemCertificates,
      passwordsAreKept: secrets.kept
    }
  }
  const change = async ({ source, systemCertificates }: Change): Promise<void> => {
    const stored = readStored(file)
    const next = { ...stored, systemCertificates: systemCertificates ?? stored.systemCertificates }
    if (source) {
      const { name, password } = source
      const before = stored.sources[name] ?? NONE
      const url = source.url ?? before.url
      next.sources = { ...stored.sources, [name]: { url, user: source.user ?? before.user } }
      // A password belongs to the server it was given for, and goes to no other.
      if (before.url !== '' && originOf(before.url) !== originOf(url)) {
        await secrets.write(keyOf(name, before.url), null)
      }
      if (password !== undefined && url !== '') await secrets.write(keyOf(name, url), password)
    }
    writeStored(file, next)
  }
  return { read, open, change }
}

const NONE = { url: '', user: '' }

const originOf = (url: string): string => (URL.canParse(url) ? new URL(url).origin : '')
const keyOf = (name: SourceName, url: string): string => `python-${name} ${originOf(url)}`

/** A damaged file costs addresses, which can be entered again. */
function readStored(file: string): Stored {
  try {
    return Stored.parse(JSON.parse(fs.readFileSync(file, 'utf8')))
  } catch {
    return Stored.parse({})
  }
}

function writeStored(file: string, stored: Stored): void {
  fs.mkdirSync(path.dirname(file), { recursive: true })
  const staged = `${file}.part`
  fs.writeFileSync(staged, JSON.stringify(stored, null, 2), { flush: true })
  fs.renameSync(staged, file)
}
