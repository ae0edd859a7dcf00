import fs from 'node:fs'
import type { z } from 'zod'
import { writeWhole } from '../processes/whole-file'

/** Writes a file that is whole or not there. */
export function writeJson(file: string, value: unknown): void {
  writeWhole(file, `${JSON.stringify(value, null, 2)}\n`)
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
