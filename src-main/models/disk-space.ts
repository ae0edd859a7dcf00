import fs from 'node:fs'
import path from 'node:path'
import { AppError } from '../app-error'
import { formatBytes } from './size'

/** Bytes that a person may still write on the disk that holds `dir`. */
export type FreeBytes = (dir: string) => Promise<number>

export const freeBytesOnDisk: FreeBytes = async (dir) => {
  const { bavail, bsize } = await fs.promises.statfs(dir)
  return bavail * bsize
}

/** For what else is written meanwhile: the database, logs, the system itself. */
const RESERVE_BYTES = 64e6
const MARGIN = 1.05

/**
 * Refuses a step that would fill the disk, before it writes anything.
 *
 * @throws AppError `disk_full`, with how much is needed and how much is free
 */
export async function assertSpace({
  doing,
  dir,
  bytes,
  freeBytes
}: {
  /** Begins the sentence: `Merging “calm-engineer v2”`. */
  doing: string
  /** Need not exist yet. */
  dir: string
  /** How much the step is expected to write. */
  bytes: number
  freeBytes: FreeBytes
}): Promise<void> {
  const needed = bytes * MARGIN + RESERVE_BYTES
  const free = await freeBytes(nearestFolder(dir))
  if (free >= needed) return
  throw new AppError({
    code: 'disk_full',
    message: `${doing} needs about ${formatBytes(needed)}, and the disk has ${formatBytes(free)} free, so it was not started. Everything saved before is unharmed.`,
    remedy: {
      text: `Free at least ${formatBytes(needed - free)}, then try it again.`,
      action: 'retry'
    },
    detail: `${dir}: ${Math.ceil(needed)} bytes needed, ${free} free`
  })
}

function nearestFolder(dir: string): string {
  return fs.existsSync(dir) || path.dirname(dir) === dir ? dir : nearestFolder(path.dirname(dir))
}
