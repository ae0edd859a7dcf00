import { chmod, rename, stat } from 'node:fs/promises'
import { basename, join, relative } from 'node:path'
import { cache, root } from '../places.mjs'
import { Failure } from '../terminal/failure.mjs'
import { megabytes } from '../terminal/story.mjs'
import { copyWhole, inScratch, sha256 } from './files.mjs'

/**
 * A file from outside that is exactly the one we know: found in place, else copied from the cache,
 * else downloaded; in each case its SHA-256 decides.
 * @typedef {object} PinnedFile
 * @property {string} path where it belongs
 * @property {string} hash SHA-256, in hex
 * @property {number} [mode]
 * @property {(folder: string, say: (detail: string) => void) => Promise<string>} download
 *   fetches into the empty folder and returns the file's path
 */

/** @param {PinnedFile} file */
export const isInPlace = async ({ path, hash }) => (await sha256(path)) === hash

/**
 * @param {PinnedFile} file
 * @param {(detail: string) => void} say
 * @returns {Promise<string>} what was done, in a few words
 * @throws {Failure} when it cannot be downloaded or is another file than the one we know
 */
export async function putInPlace({ path, hash, mode, download }, say) {
  const cached = join(cache, hash)
  const known = (await sha256(cached)) === hash
  if (!known) {
    await inScratch(async (folder) => {
      const file = await download(folder, say)
      const found = await sha256(file)
      if (found !== hash) throw otherFile(path, hash, found)
      if (mode !== undefined) await chmod(file, mode)
      await rename(file, cached)
    })
  }
  await copyWhole(cached, path)
  const size = megabytes((await stat(path)).size)
  return `${basename(path)}, ${size}${known ? ', from the cache' : ', verified'}`
}

/**
 * @param {string} path
 * @param {string} hash
 * @param {string | null} found
 */
function otherFile(path, hash, found) {
  return new Failure(
    `The download for ${relative(root, path)} is not the file that was expected.`,
    {
      remedy:
        'It was thrown away. Run this command again; if it happens twice, the source has changed and must not be trusted.',
      output: `expected SHA-256 ${hash}\nfound    SHA-256 ${found ?? 'no file'}`
    }
  )
}
