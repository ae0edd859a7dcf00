import { z } from 'zod'
import { ErrorEnvelope } from './errors'
import { Id, Nothing } from './common'

export const ChatMessage = z.object({
  role: z.enum(['system', 'user', 'assistant']),
  content: z.string()
})
export type ChatMessage = z.infer<typeof ChatMessage>

export const Sampling = z.object({
  temperature: z.number().min(0).max(2).default(0.7),
  topP: z.number().min(0.01).max(1).default(0.95),
  minP: z.number().min(0).max(0.5).default(0.05),
  maxTokens: z.int().min(1).max(8192).default(500)
})
export type Sampling = z.infer<typeof Sampling>

/** Which model writes: a GGUF of this project's registry, or a model of an OpenAI-compatible server. */
export const Writer = z.discriminatedUnion('engine', [
  z.object({ engine: z.literal('embedded'), modelId: Id }),
  z.object({ engine: z.literal('openai'), model: z.string().min(1) })
])
export type Writer = z.infer<typeof Writer>

/** Where a draft came from and how fast; hidden until the draft is ranked. */
export const DraftOrigin = z.object({
  engine: z.enum(['embedded', 'openai', 'person']),
  model: z.string(),
  sampling: Sampling.nullable(),
  seed: z.int().nullable(),
  promptTokens: z.int().nullable(),
  completionTokens: z.int().nullable(),
  elapsedMs: z.int().nullable()
})
export type DraftOrigin = z.infer<typeof DraftOrigin>

export const EngineSettings = z.object({
  writer: Writer,
  sampling: Sampling,
  draftsPerTopic: z.int().min(2).max(4),
  server: z.object({
    baseUrl: z.string(),
    /** The token itself never leaves the main process. */
    hasToken: z.boolean(),
    /** False where the system has no keychain: a token then lasts until the app quits. */
    tokenIsKept: z.boolean()
  })
})
export type EngineSettings = z.infer<typeof EngineSettings>

export const EngineStatus = z.discriminatedUnion('state', [
  z.object({ state: z.literal('ready'), name: z.string(), detail: z.string() }),
  z.object({ state: z.literal('idle'), name: z.string(), detail: z.string() }),
  z.object({ state: z.literal('failed'), name: z.string(), error: ErrorEnvelope })
])
export type EngineStatus = z.infer<typeof EngineStatus>

export const WriterChoice = z.object({ writer: Writer, name: z.string(), detail: z.string() })
export type WriterChoice = z.infer<typeof WriterChoice>

export const engineCalls = {
  'engines.settings': { input: Nothing, output: EngineSettings },
  'engines.update': {
    input: z.object({
      writer: Writer.optional(),
      sampling: Sampling.optional(),
      draftsPerTopic: z.int().min(2).max(4).optional(),
      baseUrl: z
        .url({
          protocol: /^https?$/,
          error: 'An address looks like http://127.0.0.1:1234/v1.'
        })
        .optional(),
      /** null forgets the token. */
      token: z.string().trim().min(1).max(4000).nullable().optional()
    }),
    output: EngineSettings
  },
  /** The engine that writes now: whether it answers, and if not, why. */
  'engines.status': { input: Nothing, output: EngineStatus },
  /** Asks the server at the saved address for its models. */
  'engines.checkServer': {
    input: Nothing,
    output: z.object({ models: z.array(z.string()), elapsedMs: z.int() })
  },
  /** Everything that can write drafts: embedded GGUFs, then the server's models when it answers. */
  'engines.writers': { input: Nothing, output: z.array(WriterChoice) }
}
