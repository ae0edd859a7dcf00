import fs from 'node:fs'
import path from 'node:path'

const TAIL_BYTES = 512 * 1024

/** Appends one line with its time; makes the folder when it is the first. */
export function appendLogLine(file: string, line: string): void {
  fs.mkdirSync(path.dirname(file), { recursive: true })
  const time = new Date().toISOString().slice(11, 19)
  fs.appendFileSync(file, `${time}  ${line}\n`)
}

/** The last `count` lines, read from at most the last half megabyte. No file is an empty log. */
export async function readLogTail(file: string, count: number): Promise<string[]> {
  const handle = await fs.promises.open(file, 'r').catch(() => null)
  if (!handle) return []
  try {
    const { size } = await handle.stat()
    const start = Math.max(0, size - TAIL_BYTES)
    const { buffer, bytesRead } = await handle.read({
      buffer: Buffer.alloc(size - start),
      position: start
    })
    const lines = buffer.subarray(0, bytesRead).toString('utf8').split(/\r?\n/)
    return lines.filter((line) => line !== '').slice(-count)
  } finally {
    await handle.close()
  }
}
