import fs from 'node:fs'
import path from 'node:path'

/** Writes a file that is whole or not there, and makes the folder that it lies in. */
export function writeWhole(file: string, content: string): void {
  fs.mkdirSync(path.dirname(file), { recursive: true })
  const staged = `${file}.part`
  fs.writeFileSync(staged, content, { flush: true })
  fs.renameSync(staged, file)
}
