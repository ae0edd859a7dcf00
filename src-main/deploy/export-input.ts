import { Id } from '@contract/common'
import type { ChatMessage } from '@contract/generation'
import { Quantization } from '@contract/models'
import { z } from 'zod'
import type { Database } from '../database/schema'
import type { EmbeddedEngine } from '../generation/embedded/client'
import type { Models } from '../models/models'
import type { FreeBytes } from '../models/disk-space'

/** Of the registry's quantizations, those that an export can make. */
export const ExportQuantization = Quantization.extract(['F16', 'Q8_0', 'Q6_K', 'Q5_K_M', 'Q4_K_M'])
export type ExportQuantization = z.infer<typeof ExportQuantization>

export const ExportInput = z.object({
  adapterId: Id,
  /** Folder in `models/` that belongs to this adapter, and first part of the file names. */
  name: z.string(),
  quantizations: z.array(ExportQuantization).min(1)
})
export type ExportInput = z.infer<typeof ExportInput>

/** The most probable token each time, from a GGUF file in the embedded engine. */
export type Greedy = (question: {
  modelPath: string
  messages: ChatMessage[]
  maxTokens: number
  signal: AbortSignal
}) => Promise<string>

export type ExportOptions = {
  db: Database
  projectDir: string
  /** Of this machine: the base models' folders. */
  dataDir: string
  /** What ships with the app; the converter lies in `fetched/llama.cpp/` of it. */
  resourcesDir: string
  /** Folder that holds the package `trainer`. */
  trainerDir: string
  python: { pythonPath: () => Promise<string> }
  /** Of the trainer; 0 leaves the number to torch. */
  threads: number
  models: Models
  /** The persona as a system message. @throws AppError `not_found` */
  systemMessage: (personaId: string) => Promise<string>
  /** The embedded engine's most probable answer from a GGUF file. */
  greedy: Greedy
  /** What the embedded engine makes of a GGUF file. */
  inspect: EmbeddedEngine['inspect']
  /** All but tests leave it out. */
  freeBytes?: FreeBytes
}
