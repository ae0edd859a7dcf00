import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Transform } from 'node:stream'
import { formatBytes } from '../../models/size'
import { assertSpace, type FreeBytes } from '../../models/disk-space'
import type { PlacedFile } from '../deployment/findings'

type Options = {
  source: string
  /** Its folder is there and is this deployment's own. Nothing stands at the path itself. */
  target: string
  freeBytes: FreeBytes
  signal: AbortSignal
  progress: (fraction: number | null, message: string) => void
}

/** Not indexed by LM Studio, which looks for names that end in `.gguf`. */
export const stagedName = (target: string): string =>
  path.join(path.dirname(target), `.${path.basename(target)}.part`)

/**
 * Brings a file to its place so that it is whole there or not at all: under a name that nothing
 * looks at, flushed to the disk, then renamed. On the same disk it takes no space: a clone where the
 * file system has such, else a second name for the same bytes. The source keeps its own name.
 *
 * @throws AppError `disk_full` before anything is copied
 */
export async function placeFile(options: Options): Promise<PlacedFile> {
  const { target, signal } = options
  const staged = stagedName(target)
  await fs.promises.rm(staged, { force: true })
  try {
    const how = await bring({ ...options, staged })
    await flush(staged)
    signal.throwIfAborted()
    await fs.promises.rename(staged, target)
    await flush(path.dirname(target))
    return await describePlaced(target, how)
  } catch (thrown) {
    await fs.promises.rm(staged, { force: true })
    throw thrown
  }
}

export async function describePlaced(file: string, how: PlacedFile['how']): Promise<PlacedFile> {
  const stats = await fs.promises.lstat(file, { bigint: true })
  return {
    path: file,
    sizeBytes: Number(stats.size),
    modifiedMs: Number(stats.mtimeMs),
    inode: String(stats.ino),
    how
  }
}

/** Whether the file is still the very one that was placed, as far as the disk can tell. */
export async function isSameFile(placed: PlacedFile): Promise<boolean> {
  const stats = await fs.promises.lstat(placed.path, { bigint: true }).catch(() => null)
  if (stats === null || !stats.isFile() || Number(stats.size) !== placed.sizeBytes) return false
  return String(stats.ino) === placed.inode && Number(stats.mtimeMs) === placed.modifiedMs
}

/** Whether two files hold the same bytes. */
export async function sameBytes(one: string, other: string): Promise<boolean> {
  const [a, b] = await Promise.all([hashOf(one), hashOf(other)])
  return a === b
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(fs.createReadStream(file), hash)
  return hash.digest('hex')
}

async function bring(options: Options & { staged: string }): Promise<PlacedFile['how']> {
  const { source, staged, target, freeBytes } = options
  if (await worked(() => fs.promises.copyFile(source, staged, fs.constants.COPYFILE_FICLONE_FORCE)))
    return 'clone'
  await fs.promises.rm(staged, { force: true })
  if (await worked(() => fs.promises.link(source, staged))) return 'link'
  const { size } = await fs.promises.stat(source)
  await assertSpace({
    doing: `Copying “${path.basename(target)}” there`,
    dir: path.dirname(target),
    bytes: size,
    freeBytes
  })
  await copy({ ...options, size })
  return 'copy'
}

async function copy({
  source,
  staged,
  size,
  signal,
  progress
}: Options & { staged: string; size: number }): Promise<void> {
  let copied = 0
  const count = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      copied += chunk.length
      progress(copied / size, `Copying, ${formatBytes(copied)} of ${formatBytes(size)}`)
      done(null, chunk)
    }
  })
  await pipeline(
    fs.createReadStream(source),
    count,
    fs.createWriteStream(staged, { flags: 'wx' }),
    {
      signal
    }
  )
}

/** Other disks, and file systems without it, refuse; that is no failure. */
async function worked(attempt: () => Promise<void>): Promise<boolean> {
  try {
    await attempt()
    return true
  } catch {
    return false
  }
}

/** Of a folder it makes its names last; Windows has no such thing. */
async function flush(target: string): Promise<void> {
  if (process.platform === 'win32' && fs.statSync(target).isDirectory()) return
  const handle = await fs.promises.open(target, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
