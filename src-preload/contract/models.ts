import { z } from 'zod'
import { Id, Nothing, Timestamp } from './common'
import { Sampling } from './generation'

export const Quantization = z.enum(['F16', 'Q8_0', 'Q6_K', 'Q5_K_M', 'Q4_K_M', 'Q4_1'])
export type Quantization = z.infer<typeof Quantization>

/** Where a base model came from: a repository at one revision, or a folder of the person's. */
export const ModelOrigin = z.object({
  repository: z.string(),
  /** Commit hash; a name such as `main` could change its meaning. */
  revision: z.string()
})
export type ModelOrigin = z.infer<typeof ModelOrigin>

/** One look at an exported file before it is released, and what it found. */
export const FileCheck = z.object({
  name: z.enum(['header', 'tokenizer', 'template', 'endOfTurn', 'canary', 'perplexity']),
  passed: z.boolean(),
  /** A sentence with the figures. */
  detail: z.string()
})
export type FileCheck = z.infer<typeof FileCheck>

export const Model = z.object({
  id: Id,
  /** What the file or folder is; each is made from its parent. */
  kind: z.enum(['base', 'adapter', 'reward', 'merged', 'gguf']),
  name: z.string(),
  parentId: Id.nullable(),
  runId: Id.nullable(),
  path: z.string(),
  sizeBytes: z.int(),
  quantization: Quantization.nullable(),
  licence: z.string().nullable(),
  /** Null for what was made here or ships with the app. */
  origin: ModelOrigin.nullable(),
  /** The canary: whether the greedy answers before and after export agreed; null when not checked. */
  canaryAgrees: z.boolean().nullable(),
  /** Empty for what was not made here, and for files of before there were checks. */
  checks: z.array(FileCheck),
  /** Of an adapter: whether it can be tried on its base in the built-in engine without an export. */
  canBeTried: z.boolean(),
  /** The file is gone from its place. */
  missing: z.boolean(),
  createdAt: Timestamp
})
export type Model = z.infer<typeof Model>

export const ChatAnswer = z.object({
  modelId: Id,
  text: z.string(),
  done: z.boolean(),
  tokensPerSecond: z.number().nullable(),
  firstTokenMs: z.number().nullable()
})
export type ChatAnswer = z.infer<typeof ChatAnswer>

/** What goes when a model is deleted, because it was made from it and is of no use without. */
export const ModelDeletion = z.object({
  models: z.array(z.object({ id: Id, name: z.string(), kind: Model.shape.kind })),
  freesBytes: z.int(),
  /** Sentences on what else it means: it writes the drafts now, it is on stage … */
  consequences: z.array(z.string()),
  /** Why it cannot be deleted; null where it can. */
  refusal: z.string().nullable()
})
export type ModelDeletion = z.infer<typeof ModelDeletion>

export const modelCalls = {
  /** Oldest first; `parentId` gives the lineage. */
  'models.list': { input: Nothing, output: z.array(Model) },
  /** Merges the adapter, converts and quantizes it, checks the canary and registers the files. */
  'models.export': {
    input: z.object({
      adapterId: Id,
      quantizations: z
        .array(Quantization.extract(['F16', 'Q8_0', 'Q6_K', 'Q5_K_M', 'Q4_K_M']))
        .min(1)
        .default(['Q4_K_M'])
    }),
    output: z.object({ jobId: Id })
  },
  'models.rename': {
    input: z.object({ id: Id, name: z.string().trim().min(1, 'A model needs a name.').max(80) }),
    output: Model
  },
  'models.deletion': { input: z.object({ id: Id }), output: ModelDeletion },
  /** Deletes files for good, so the person is asked before: there is no undo. */
  'models.delete': { input: z.object({ id: Id }), output: Nothing },
  /** Merged folders whose GGUF files are there: they can be made again. */
  'models.reclaimable': {
    input: Nothing,
    output: z.object({ models: z.array(Id), bytes: z.int() })
  },
  'models.reclaim': { input: Nothing, output: z.object({ freedBytes: z.int() }) },
  /** Makes the small GGUF of an adapter with which it can be tried on its base at once. */
  'models.prepareTry': { input: z.object({ adapterId: Id }), output: z.object({ jobId: Id }) },
  /** The same question to one or two models (GGUF files, or adapters that can be tried), with the same seed; answers stream as `chat.answer`. */
  'chat.ask': {
    input: z.object({
      chatId: Id,
      modelIds: z.array(Id).min(1).max(2),
      personaId: Id.nullable().default(null),
      prompt: z.string().trim().min(1, 'Ask something first.').max(8000),
      sampling: Sampling.optional(),
      seed: z.int().min(0).max(0x7fffffff).default(0)
    }),
    output: z.array(ChatAnswer)
  },
  'chat.stop': { input: z.object({ chatId: Id }), output: Nothing }
}
