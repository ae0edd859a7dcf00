import fs from 'node:fs'
import path from 'node:path'
import { TrainerEvent } from '@contract/trainer-events'

type Options = {
  file: string
  /** Byte to begin at: the start of a line. */
  offset: number
  /** Hears of every whole line that is no event; such lines are passed over. */
  onBadLine: (line: string, reason: string) => void
}

const NEWLINE = 0x0a
const CHUNK_BYTES = 64 * 1024
const SHOWN_CHARACTERS = 200

/**
 * Reads a growing `events.jsonl`, whole lines only. A last line without its end stays unread: it is
 * either still being written, or torn, and then the next trainer cuts it off.
 */
export function createFollower({ file, offset, onBadLine }: Options): {
  /** The events that have come since the last call. */
  read: () => TrainerEvent[]
} {
  let position = offset
  const parse = (line: string): TrainerEvent[] => {
    if (line.trim() === '') return []
    const event = parseEvent(line)
    if ('type' in event) return [event]
    onBadLine(line.slice(0, SHOWN_CHARACTERS), event.reason)
    return []
  }
  return {
    read: () => {
      const { text, bytes } = readWholeLines(file, position)
      position += bytes
      return text.split('\n').flatMap(parse)
    }
  }
}

/** Every event of the file, oldest first. No file is no events; bad lines are passed over. */
export function readEvents(file: string): TrainerEvent[] {
  return createFollower({ file, offset: 0, onBadLine: () => undefined }).read()
}

/**
 * Calls back soon after the file changed, and every `pollMs` in any case: the system's notice can
 * get lost, above all on network folders. Returns the function that ends it.
 */
export function onFileChange(file: string, callback: () => void, pollMs = 500): () => void {
  let soon: NodeJS.Timeout | null = null
  const trigger = (): void => {
    soon ??= setTimeout(() => {
      soon = null
      callback()
    }, 50)
  }
  const timer = setInterval(callback, pollMs)
  const watcher = watchFolder(path.dirname(file), (name) => {
    if (name === null || name === path.basename(file)) trigger()
  })
  return () => {
    clearInterval(timer)
    if (soon) clearTimeout(soon)
    watcher?.close()
  }
}

/** The folder and not the file, which may not be there yet. Null where watching is not to be had. */
function watchFolder(dir: string, onName: (name: string | null) => void): fs.FSWatcher | null {
  try {
    const watcher = fs.watch(dir, { persistent: false }, (_kind, name) => onName(name))
    watcher.on('error', () => watcher.close())
    return watcher
  } catch {
    return null
  }
}

function parseEvent(line: string): TrainerEvent | { reason: string } {
  try {
    const parsed = TrainerEvent.safeParse(JSON.parse(line))
    if (parsed.success) return parsed.data
    const [issue] = parsed.error.issues
    return { reason: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not an event'}` }
  } catch {
    return { reason: 'not JSON' }
  }
}

/** Text from `from` up to and with the last line end; `bytes` is its length in the file. */
function readWholeLines(file: string, from: number): { text: string; bytes: number } {
  const handle = openOrNull(file)
  if (handle === null) return { text: '', bytes: 0 }
  try {
    const chunks: Buffer[] = []
    for (let at = from; ;) {
      const chunk = Buffer.alloc(CHUNK_BYTES)
      const count = fs.readSync(handle, chunk, 0, CHUNK_BYTES, at)
      if (count === 0) break
      chunks.push(chunk.subarray(0, count))
      at += count
    }
    const all = Buffer.concat(chunks)
    const whole = all.subarray(0, all.lastIndexOf(NEWLINE) + 1)
    return { text: whole.toString('utf8'), bytes: whole.length }
  } finally {
    fs.closeSync(handle)
  }
}

function openOrNull(file: string): number | null {
  try {
    return fs.openSync(file, 'r')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
