import fs from 'node:fs'
import path from 'node:path'
import type { z } from 'zod'

/** Writes a file that is whole or not there. */
export function writeJson(file: string, value: unknown): void {
  fs.mkdirSync(path.dirname(file), { recursive: true })
  const staged = `${file}.part`
  fs.writeFileSync(staged, `${JSON.stringify(value, null, 2)}\n`, { flush: true })
  fs.renameSync(staged, file)
}

/** What `writeJson` or the trainer wrote; null when it is not there or is something else. */
export function readJson<Schema extends z.ZodType>(
  file: string,
  schema: Schema
): z.output<Schema> | null {
  try {
    return schema.parse(JSON.parse(fs.readFileSync(file, 'utf8')))
  } catch {
    return null
  }
}
