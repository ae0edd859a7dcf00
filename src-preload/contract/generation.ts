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

/** The servers a project knows: LM Studio, and any other that speaks the OpenAI way. */
export const ServerName = z.enum(['lmstudio', 'other'])
export type ServerName = z.infer<typeof ServerName>

/** Which model writes: a GGUF of this project's registry, or a model of one of the servers. */
export const Writer = z.discriminatedUnion('engine', [
  z.object({ engine: z.literal('embedded'), modelId: Id }),
  z.object({
    engine: z.literal('openai'),
    server: ServerName.default('lmstudio'),
    model: z.string().min(1)
  })
])
export type Writer = z.infer<typeof Writer>

/** Where a draft came from and how fast; hidden until the draft is ranked. */
export const DraftOrigin = z.object({
  engine: z.enum(['embedded', 'lmstudio', 'openai', 'person', 'sample']),
  model: z.string(),
  sampling: Sampling.nullable(),
  seed: z.int().nullable(),
  promptTokens: z.int().nullable(),
  completionTokens: z.int().nullable(),
  elapsedMs: z.int().nullable()
})
export type DraftOrigin = z.infer<typeof DraftOrigin>

const DraftsPerTopic = z.int().min(2).max(4)
const Parallel = z.int().min(1).max(8)

export const Connection = z.object({
  /** Empty while no address is given. LM Studio's is its root, another server's ends in `/v1`. */
  baseUrl: z.string(),
  /** The token itself never leaves the main process. */
  hasToken: z.boolean(),
  /** How many drafts may be asked for at once. */
  parallel: Parallel
})
export type Connection = z.infer<typeof Connection>

export const EngineSettings = z.object({
  /** The default; null where there is no model at all. A persona may choose its own. */
  writer: Writer.nullable(),
  sampling: Sampling,
  draftsPerTopic: DraftsPerTopic,
  servers: z.record(ServerName, Connection),
  /** False where the system has no keychain: a token then lasts until the app quits. */
  tokensAreKept: z.boolean()
})
export type EngineSettings = z.infer<typeof EngineSettings>

export const ServerModel = z.object({
  /** The key it is asked for with. */
  id: z.string(),
  name: z.string(),
  /** Such as “7B, Q4_K_M, context 8,192”. */
  detail: z.string(),
  /** Null where a server does not say. */
  loaded: z.boolean().nullable(),
  sizeBytes: z.int().nullable()
})
export type ServerModel = z.infer<typeof ServerModel>

export const ServerState = z.enum([
  'notSet',
  'notInstalled',
  'notRunning',
  'serverOff',
  'tokenNeeded',
  'tokenRefused',
  'nothingLoaded',
  'loading',
  'ready',
  'failed'
])
export type ServerState = z.infer<typeof ServerState>

/** `server` is what the writer's server does; null for the built-in writer, and where none writes. */
const engine = { name: z.string(), server: ServerState.nullable() }

export const EngineStatus = z.discriminatedUnion('state', [
  z.object({ state: z.literal('ready'), ...engine, detail: z.string() }),
  z.object({ state: z.literal('idle'), ...engine, detail: z.string() }),
  z.object({ state: z.literal('failed'), ...engine, error: ErrorEnvelope })
])
export type EngineStatus = z.infer<typeof EngineStatus>

/** One look at a server: what it is doing, its models, and for everything but `ready` what to do. */
export const ServerStatus = z.object({
  server: ServerName,
  state: ServerState,
  address: z.string(),
  models: z.array(ServerModel),
  /** Null when it is ready or still loads a model. */
  error: ErrorEnvelope.nullable(),
  /** Whether a model that is asked for is loaded without a word; null where a server does not say. */
  loadsOnDemand: z.boolean().nullable(),
  /** LM Studio's models folder on this machine, when it was found. */
  modelsFolder: z.string().nullable(),
  elapsedMs: z.int()
})
export type ServerStatus = z.infer<typeof ServerStatus>

export const WriterChoice = z.object({
  writer: Writer,
  name: z.string(),
  detail: z.string(),
  /** The engine that it stands under in a chooser: “Built-in writer”, “LM Studio”, a host. */
  group: z.string(),
  /** Null where that is not known, and for built-in models, which load with the first draft. */
  loaded: z.boolean().nullable()
})
export type WriterChoice = z.infer<typeof WriterChoice>

/** Where a server is. Empty: LM Studio’s usual place, and no other server. */
export const ServerAddress = z
  .string()
  .trim()
  .refine(
    (text) => text === '' || z.url({ protocol: /^https?$/ }).safeParse(text).success,
    'An address looks like http://127.0.0.1:1234.'
  )

export const engineCalls = {
  'engines.settings': { input: Nothing, output: EngineSettings },
  'engines.update': {
    input: z.object({
      writer: Writer.optional(),
      sampling: Sampling.optional(),
      draftsPerTopic: DraftsPerTopic.optional(),
      server: z
        .object({
          name: ServerName,
          baseUrl: ServerAddress.optional(),
          /** null forgets the token. */
          token: z.string().trim().min(1).max(4000).nullable().optional(),
          parallel: Parallel.optional()
        })
        .optional()
    }),
    output: EngineSettings
  },
  /** The engine that writes now: whether it answers, and if not, why. */
  'engines.status': { input: Nothing, output: EngineStatus },
  /** Asks the server at the saved address how it is. Never fails: what is wrong is its answer. */
  'engines.serverStatus': { input: z.object({ server: ServerName }), output: ServerStatus },
  /** Turns LM Studio's server on through its own command, waking the app when it sleeps. */
  'engines.startServer': { input: Nothing, output: ServerStatus },
  /** Has LM Studio load one of its models; answers when it is loaded. */
  'engines.loadModel': {
    input: z.object({
      model: z.string().min(1),
      /** In tokens; enough for every draft when left out. A smaller one needs less memory. */
      contextLength: z.int().min(512).max(1_048_576).optional()
    }),
    output: ServerStatus
  },
  /** Everything that can write drafts: embedded GGUFs, then the models of each server that answers. */
  'engines.writers': { input: Nothing, output: z.array(WriterChoice) }
}
