import { createHash } from 'node:crypto'
import { constants, createReadStream, existsSync, readFileSync } from 'node:fs'
import { copyFile, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { cache } from '../places.mjs'

/** @param {string} path */
export const readJson = (path) => JSON.parse(readFileSync(path, 'utf8'))

/** @param {string} path */
export const readIfThere = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : null)

/**
 * SHA-256 of a file, in hex; null when there is no such file.
 * @param {string} path
 */
export async function sha256(path) {
  if (!existsSync(path)) return null
  const hash = createHash('sha256')
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash)
  return hash.digest('hex')
}

/**
 * SHA-256 over texts, in hex: the key of what was made from them.
 * @param {...string} texts
 */
export function keyOf(...texts) {
  const hash = createHash('sha256')
  for (const text of texts) hash.update(text).update('\0')
  return hash.digest('hex')
}

/**
 * Copies so that the target is either whole or not there.
 * @param {string} from
 * @param {string} to
 */
export async function copyWhole(from, to) {
  await mkdir(dirname(to), { recursive: true })
  const partial = `${to}.${process.pid}.partial`
  await copyFile(from, partial, constants.COPYFILE_FICLONE)
  await rename(partial, to)
}

/**
 * Gives `work` an empty folder inside the cache, and removes it afterwards. A rename from there
 * into the cache stays on one disk.
 * @template T
 * @param {(folder: string) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function inScratch(work) {
  await mkdir(cache, { recursive: true })
  await removeOldScratch()
  const folder = await mkdtemp(join(cache, scratchPrefix))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const scratchPrefix = 'scratch-'

/** A run that was killed leaves its folder; a day later nobody is working in it. */
async function removeOldScratch() {
  const dayAgo = Date.now() - 24 * 60 * 60 * 1000
  for (const name of await readdir(cache)) {
    if (!name.startsWith(scratchPrefix)) continue
    const info = await stat(join(cache, name)).catch(() => null)
    if (info === null || info.mtimeMs > dayAgo) continue
    await rm(join(cache, name), { recursive: true, force: true })
  }
}

/**
 * Tells a folder's growing size while `work` runs.
 * @template T
 * @param {string} folder
 * @param {(bytes: number) => void} onBytes called every half second
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function watchingSize(folder, onBytes, work) {
  const timer = setInterval(() => void folderSize(folder).then(onBytes), 500)
  try {
    return await work()
  } finally {
    clearInterval(timer)
  }
}

/**
 * Bytes of all files below the folder; files that vanish meanwhile count as nothing.
 * @param {string} folder
 * @returns {Promise<number>}
 */
export async function folderSize(folder) {
  const names = await readdir(folder, { recursive: true }).catch(() => [])
  const sizes = names.map((name) =>
    stat(join(folder, name)).then(
      (info) => (info.isFile() ? info.size : 0),
      () => 0
    )
  )
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
}
