import { z } from 'zod'
import { ErrorEnvelope } from '@contract/errors'
import { Sampling } from '@contract/generation'

const RequestId = z.int()

/** A model file, and the LoRA adapter (GGUF) that is laid over it. Absolute paths. */
export const ModelSource = z.object({
  modelPath: z.string().min(1),
  loraPath: z.string().min(1).nullable().default(null)
})
export type ModelSource = z.infer<typeof ModelSource>

/** A message as chat templates know it: also the tools that an assistant called, and what they gave. */
export const PromptMessage = z.object({
  role: z.enum(['system', 'user', 'assistant', 'tool']),
  content: z.string(),
  tool_calls: z
    .array(
      z.object({
        id: z.string(),
        type: z.literal('function'),
        function: z.object({ name: z.string(), arguments: z.record(z.string(), z.unknown()) })
      })
    )
    .optional(),
  tool_call_id: z.string().optional()
})
export type PromptMessage = z.infer<typeof PromptMessage>

/** What an answer may use, and what form it must have. */
export const AnswerForm = z.object({
  /** As OpenAI's API has them: `{ type: 'function', function: { name, description, parameters } }`. */
  tools: z.array(z.record(z.string(), z.unknown())).default([]),
  /** The answer is JSON that this schema describes; null for free text. */
  jsonSchema: z.record(z.string(), z.unknown()).nullable().default(null)
})
export type AnswerForm = z.infer<typeof AnswerForm>

export const HostSettings = z.object({
  /** null: one less than the machine has physical cores, at least one. */
  threads: z.int().positive().nullable(),
  /** `auto` takes the best the machine has (Metal on a Mac), false stays on the processor. */
  gpu: z.union([z.literal('auto'), z.literal(false)]),
  /** Models kept loaded; the one used longest ago goes first. */
  maxModels: z.int().positive()
})
export type HostSettings = z.infer<typeof HostSettings>

const Conversation = z.array(PromptMessage).min(1)

/** What a file is asked before it is trusted. */
const Question = z.object({
  texts: z.array(z.string()),
  conversations: z.array(Conversation),
  /** Special tokens that are to end an answer. */
  endTexts: z.array(z.string()),
  /** An answer to a conversation, of which it is to foretell every token. */
  passage: z.object({ messages: Conversation, text: z.string() }).nullable()
})
export type Question = z.infer<typeof Question>

/** What came of it, in the order of the question. */
const Inspection = z.object({
  texts: z.array(z.object({ ids: z.array(z.int()), text: z.string() })),
  conversations: z.array(z.array(z.int())),
  ends: z.array(z.object({ ids: z.array(z.int()), ends: z.boolean() })),
  passage: z.object({ tokens: z.int(), nats: z.number() }).nullable()
})
export type Inspection = z.infer<typeof Inspection>

/** What the app tells the host. `start` comes first and once. */
export const HostRequest = z.discriminatedUnion('type', [
  z.object({ type: z.literal('start'), settings: HostSettings }),
  z.object({
    type: z.literal('write'),
    id: RequestId,
    model: ModelSource,
    messages: z.array(PromptMessage).min(1),
    form: AnswerForm.default({ tools: [], jsonSchema: null }),
    tasks: z
      .array(z.object({ index: z.int(), seed: z.int().nonnegative(), sampling: Sampling }))
      .min(1)
  }),
  z.object({ type: z.literal('inspect'), id: RequestId, model: ModelSource, ...Question.shape }),
  z.object({ type: z.literal('abort'), id: RequestId }),
  z.object({ type: z.literal('ping'), id: RequestId })
])
export type HostRequest = z.infer<typeof HostRequest>

const HostDraft = z.union([
  z.object({ index: z.int(), error: ErrorEnvelope }),
  z.object({
    index: z.int(),
    text: z.string(),
    seed: z.int(),
    stopReason: z.enum(['endOfTurn', 'maxTokens', 'aborted']),
    promptTokens: z.int(),
    completionTokens: z.int(),
    elapsedMs: z.number(),
    firstTokenMs: z.number()
  })
])
export type HostDraft = z.infer<typeof HostDraft>

/** What the host tells the app. `drafts`, `inspected` or `failed` ends a request. */
export const HostAnswer = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('pieces'),
    id: RequestId,
    pieces: z.array(z.object({ index: z.int(), text: z.string() }))
  }),
  z.object({ type: z.literal('drafts'), id: RequestId, drafts: z.array(HostDraft) }),
  z.object({ type: z.literal('inspected'), id: RequestId, inspection: Inspection }),
  z.object({ type: z.literal('failed'), id: RequestId, error: ErrorEnvelope }),
  z.object({ type: z.literal('pong'), id: RequestId, loadedModels: z.array(z.string()) })
])
export type HostAnswer = z.infer<typeof HostAnswer>
