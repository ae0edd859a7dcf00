import fs from 'node:fs'
import path from 'node:path'
import { z } from 'zod'

/** Which file a finding is about: of one that was made anew since, it says nothing. */
export const Subject = z.object({ name: z.string(), sizeBytes: z.int(), modifiedMs: z.number() })
export type Subject = z.infer<typeof Subject>

export function subjectOf(file: string): Subject {
  const { size, mtimeMs } = fs.statSync(file)
  return { name: path.basename(file), sizeBytes: size, modifiedMs: mtimeMs }
}

export function isAbout(subject: Subject, file: string): boolean {
  if (!fs.existsSync(file)) return false
  const now = subjectOf(file)
  return now.sizeBytes === subject.sizeBytes && now.modifiedMs === subject.modifiedMs
}
