import fs from 'node:fs'
import path from 'node:path'
import { Listing } from './listing'

/** What a whole download is marked with; written last, and in place before the folder is. */
const MARKER = 'understudy-download.json'
const LISTING = 'listing.json'

/** Where one repository's files lie on this machine, shared by all projects. */
export type Shelf = {
  /** What is not whole yet. */
  staging: string
  /** The one download at work there. */
  lock: string
  /** Makes room for a download. */
  prepare: () => void
  readListing: () => Listing | null
  writeListing: (listing: Listing) => void
  /** A file that is whole and was checked. */
  file: (name: string) => string
  has: (name: string) => boolean
  /** The same while it is fetched. */
  part: (name: string) => string
  /** Bytes that are there of a download that is not whole; null when none was begun. */
  begun: () => { bytes: number; totalBytes: number | null } | null
  /** The whole model, or null. */
  whole: () => Whole | null
  /** Puts the marker down and gives the folder its name. */
  finish: (listing: Listing) => Whole
  discard: () => void
}

export type Whole = { folder: string; listing: Listing }

export function shelfOf(dataDir: string, repository: string): Shelf {
  const home = path.join(hubFolder(dataDir), repository.replace('/', '--'))
  const staging = path.join(home, 'part')
  const readListing = (): Listing | null => readJson(path.join(staging, LISTING))

  return {
    staging,
    lock: path.join(home, 'download.lock'),
    prepare: () => {
      fs.mkdirSync(home, { recursive: true })
    },
    readListing,
    writeListing: (listing) => {
      fs.mkdirSync(staging, { recursive: true })
      writeJson(path.join(staging, LISTING), listing)
    },
    file: (name) => path.join(staging, name),
    has: (name) => fs.existsSync(path.join(staging, name)),
    part: (name) => path.join(staging, `${name}.part`),
    begun: () => {
      if (!fs.existsSync(staging)) return null
      const listing = readListing()
      const bytes = (listing?.files ?? []).reduce(
        (sum, { name }) =>
          sum +
          (sizeOf(path.join(staging, name)) ?? sizeOf(path.join(staging, `${name}.part`)) ?? 0),
        0
      )
      const totalBytes = listing?.files.reduce((sum, file) => sum + file.bytes, 0) ?? null
      return { bytes, totalBytes }
    },
    whole: () => {
      const names = fs.existsSync(home) ? fs.readdirSync(home).sort() : []
      for (const name of names) {
        const folder = path.join(home, name)
        const listing = name === 'part' ? null : readJson(path.join(folder, MARKER))
        if (listing && isComplete(folder, listing)) return { folder, listing }
      }
      return null
    },
    finish: (listing) => {
      const folder = path.join(home, listing.revision)
      writeJson(path.join(staging, MARKER), listing)
      fs.rmSync(path.join(staging, LISTING), { force: true })
      // One that is there under this name is not whole, or it would have been found.
      fs.rmSync(folder, { recursive: true, force: true })
      fs.renameSync(staging, folder)
      return { folder, listing }
    },
    discard: () => {
      fs.rmSync(staging, { recursive: true, force: true })
    }
  }
}

export const hubFolder = (dataDir: string): string => path.join(dataDir, 'base-models', 'hub')

/** Where copies of the person's own folders and files go. */
export const copiesFolder = (dataDir: string): string => path.join(dataDir, 'base-models', 'copies')

/** Every repository that was begun or is whole on this machine. */
export function repositoriesOn(dataDir: string): string[] {
  const home = hubFolder(dataDir)
  const names = fs.existsSync(home) ? fs.readdirSync(home) : []
  return names.filter((name) => name.includes('--')).map((name) => name.replace('--', '/'))
}

/** Sizes are looked at; the content was, when it came. */
const isComplete = (folder: string, { files }: Listing): boolean =>
  files.every(({ name, bytes }) => sizeOf(path.join(folder, name)) === bytes)

function sizeOf(file: string): number | null {
  return fs.statSync(file, { throwIfNoEntry: false })?.size ?? null
}

function readJson(file: string): Listing | null {
  try {
    return Listing.parse(JSON.parse(fs.readFileSync(file, 'utf8')))
  } catch {
    return null
  }
}

function writeJson(file: string, content: Listing): void {
  const staged = `${file}.new`
  fs.writeFileSync(staged, JSON.stringify(content, null, 2), { flush: true })
  fs.renameSync(staged, file)
}
