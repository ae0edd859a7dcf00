import { z } from 'zod'
import { ApiError } from './api-error'

const text = z.object({ type: z.literal('text'), text: z.string() })

/** A string, or parts; models here read text alone. */
const Content = z.union([
  z.string(),
  z.array(text).transform((parts) => parts.map((part) => part.text).join(''))
])

const ToolCall = z.object({
  id: z.string(),
  type: z.literal('function'),
  function: z.object({ name: z.string(), arguments: z.string() })
})

const Message = z.discriminatedUnion('role', [
  z.object({ role: z.enum(['system', 'developer']), content: Content }),
  z.object({ role: z.literal('user'), content: Content }),
  z.object({
    role: z.literal('assistant'),
    content: Content.nullish(),
    tool_calls: z.array(ToolCall).optional()
  }),
  z.object({ role: z.literal('tool'), content: Content, tool_call_id: z.string() })
])
export type Message = z.infer<typeof Message>

const JsonSchema = z.record(z.string(), z.unknown())

export const Tool = z.object({
  type: z.literal('function'),
  function: z.object({
    name: z.string().regex(/^[\w-]{1,64}$/, 'must be 1 to 64 letters, digits, _ or -'),
    description: z.string().optional(),
    parameters: JsonSchema.optional()
  })
})
export type Tool = z.infer<typeof Tool>

const ToolChoice = z.union([
  z.enum(['none', 'auto', 'required']),
  z.object({ type: z.literal('function'), function: z.object({ name: z.string() }) })
])

const ResponseFormat = z.discriminatedUnion('type', [
  z.object({ type: z.literal('text') }),
  z.object({ type: z.literal('json_object') }),
  z.object({
    type: z.literal('json_schema'),
    json_schema: z.object({ name: z.string().optional(), schema: JsonSchema })
  })
])

/**
 * What of OpenAI's `POST /v1/chat/completions` is understood. Fields that only change how a large
 * service runs (`user`, `metadata`, `store` …) are accepted and have no effect.
 */
export const ChatRequest = z.object({
  model: z.string().min(1, 'must name a model'),
  messages: z.array(Message).min(1, 'must hold at least one message'),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().nullish() }).nullish(),
  temperature: z.number().min(0).max(2).nullish(),
  top_p: z.number().gt(0).max(1).nullish(),
  min_p: z.number().min(0).max(1).nullish(),
  max_tokens: z.int().min(1).nullish(),
  max_completion_tokens: z.int().min(1).nullish(),
  seed: z.int().nullish(),
  stop: z.union([z.string(), z.array(z.string()).max(4)]).nullish(),
  n: z.literal(1, 'must be 1: ask again for another answer').nullish(),
  logprobs: z.literal(false, 'are not given').nullish(),
  tools: z.array(Tool).max(64).nullish(),
  tool_choice: ToolChoice.nullish(),
  parallel_tool_calls: z.boolean().nullish(),
  response_format: ResponseFormat.nullish()
})
export type ChatRequest = z.infer<typeof ChatRequest>

/** Parses a body. @throws ApiError 400 that says all that is wrong with it */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const parsed = schema.safeParse(body)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map(({ path, message }) =>
    path.length === 0 ? message : `${path.join('.')}: ${message}`
  )
  throw new ApiError({
    status: 400,
    message: `${problems.join('. ')}.`,
    param: String(parsed.error.issues[0]?.path[0] ?? '') || null
  })
}
