import { ChatMessage } from '@contract/generation'
import { z } from 'zod'

/** A file that a deployment put into another program's folder, so that it is known again as ours. */
export const PlacedFile = z.object({
  path: z.string(),
  sizeBytes: z.int(),
  modifiedMs: z.number(),
  /** Which file of its disk it is; text, as inode numbers can be too large for a number. */
  inode: z.string(),
  how: z.enum(['link', 'clone', 'copy'])
})
export type PlacedFile = z.infer<typeof PlacedFile>

/** What the steps of one deployment need to know of each other, also after a restart. */
export const Findings = z.object({
  /** The export that makes the file. */
  exportJobId: z.string().nullable().default(null),
  /** What the proof asks, the first one first; chosen once, so that a retry asks the same. */
  questions: z.array(z.array(ChatMessage)).default([]),
  /** Tokens that the longest prompt and its draft take. */
  neededTokens: z.int().default(0),
  /** The folder under the publisher's; chosen once, so that a retry goes on in the same place. */
  folderName: z.string().nullable().default(null),
  placed: PlacedFile.nullable().default(null),
  /** Of the file that was handed to Ollama. */
  digest: z.string().nullable().default(null),
  /** What the target listed before the file was placed; null where it could not be asked. */
  keysBefore: z.array(z.string()).nullable().default(null)
})
export type Findings = z.infer<typeof Findings>

/** As a person reads it. */
export const questionIn = (messages: readonly ChatMessage[]): string =>
  messages.findLast(({ role }) => role === 'user')?.content ?? ''
