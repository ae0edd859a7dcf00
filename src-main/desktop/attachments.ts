import { constants } from 'node:fs'
import fs from 'node:fs/promises'
import path from 'node:path'

/** A picture to show, or the sentence that says why there is none. */
export type Attachment =
  { status: 200; type: string; bytes: Buffer } | { status: 400 | 404 | 413 | 415; reason: string }

const LARGEST = 20_000_000

/**
 * Reads a picture from the project's folder `attachments`. The name comes out of a draft and is
 * hostile: it is one file of that folder and no way out of it, through no link, and what it is
 * shown as is decided by its first bytes.
 */
export async function readAttachment(projectDir: string | null, name: string): Promise<Attachment> {
  if (projectDir === null) return { status: 404, reason: 'No project is open.' }
  if (!/^[^./\\:\p{Cc}][^/\\:\p{Cc}]*$/u.test(name) || name.length > 200) {
    return { status: 400, reason: 'A picture is named by its file name alone.' }
  }
  const folder = path.join(projectDir, 'attachments')
  const missing = `Put the file into ${folder} to see it here.`
  const place = await fs.realpath(folder).catch(() => null)
  if (place === null) return { status: 404, reason: missing }
  if (place !== path.join(await fs.realpath(projectDir), 'attachments')) return linked
  const file = path.join(place, name)
  const info = await fs.lstat(file).catch(() => null)
  if (info === null) return { status: 404, reason: missing }
  if (info.isSymbolicLink()) return linked
  if (!info.isFile()) return { status: 404, reason: missing }
  if (info.size > LARGEST) {
    return { status: 413, reason: 'The file is larger than 20 MB, the most that is shown.' }
  }
  const bytes = await readWhole(file)
  const type = bytes && typeOf(bytes)
  if (!bytes || !type) {
    return { status: 415, reason: 'Its contents are not PNG, JPEG, WebP, GIF or AVIF.' }
  }
  return { status: 200, type, bytes }
}

const linked: Attachment = {
  status: 404,
  reason: 'It is a link to another place. Only files that lie in the folder attachments are shown.'
}

/** The file could have become a link since it was looked at. */
async function readWhole(file: string): Promise<Buffer | null> {
  const noFollow = process.platform === 'win32' ? 0 : constants.O_NOFOLLOW
  const handle = await fs.open(file, constants.O_RDONLY | noFollow).catch(() => null)
  if (!handle) return null
  try {
    return await handle.readFile()
  } finally {
    await handle.close()
  }
}

/** By the signature at the start of the file; its name says nothing. */
function typeOf(bytes: Buffer): string | null {
  const ascii = (from: number, to: number): string => bytes.toString('latin1', from, to)
  if (ascii(0, 8) === '\x89PNG\r\n\x1a\n') return 'image/png'
  if (ascii(0, 3) === '\xff\xd8\xff') return 'image/jpeg'
  if (ascii(0, 6) === 'GIF87a' || ascii(0, 6) === 'GIF89a') return 'image/gif'
  if (ascii(0, 4) === 'RIFF' && ascii(8, 12) === 'WEBP') return 'image/webp'
  if (ascii(4, 8) === 'ftyp' && /^avi[fs]$/.test(ascii(8, 12))) return 'image/avif'
  return null
}
