import { randomInt, randomUUID } from 'node:crypto'
import { Sampling } from '@contract/generation'
import type { AnswerForm, CompletionRequest, PromptMessage } from '../generation/embedded/client'
import { ApiError } from './api-error'
import type { ChatRequest, Message, Tool } from './chat-request'
import { callSchema } from './tool-calls'

/** What `max_tokens` is when a client leaves it out, as other local servers have it. */
const TOKENS = 2048
/** The engine's own limit for one answer. */
const TOKENS_AT_MOST = 8192

/** A request as the engine takes it. */
export type Question = Pick<CompletionRequest, 'messages' | 'form' | 'sampling' | 'seed'> & {
  stop: string[]
  tools: Tool[]
  /** A tool must be called: the whole answer is the call, as JSON. */
  mustCall: boolean
}

/** @throws ApiError 400 for what the engine cannot do */
export function questionOf(request: ChatRequest): Question {
  const tools = toolsOf(request)
  const mustCall = isRequired(request)
  if (mustCall && tools.length === 0) throw noSuchTool()
  const { stop, seed } = request
  return {
    messages: request.messages.map(promptMessage),
    form: { tools, jsonSchema: mustCall ? callSchema(tools) : schemaOf(request) },
    sampling: samplingOf(request),
    seed: seed == null ? randomInt(0x7fffffff) : Math.abs(seed) % 0x7fffffff,
    stop: (typeof stop === 'string' ? [stop] : (stop ?? [])).filter((text) => text !== ''),
    tools,
    mustCall
  }
}

const samplingOf = (request: ChatRequest): Sampling => {
  const maxTokens = request.max_completion_tokens ?? request.max_tokens ?? TOKENS
  return Sampling.parse({
    ...(request.temperature == null ? {} : { temperature: request.temperature }),
    ...(request.top_p == null ? {} : { topP: Math.max(0.01, request.top_p) }),
    ...(request.min_p == null ? {} : { minP: Math.min(0.5, request.min_p) }),
    maxTokens: Math.min(maxTokens, TOKENS_AT_MOST)
  })
}

/** The tools that may be called now. */
function toolsOf({ tools, tool_choice: choice }: ChatRequest): Tool[] {
  if (!tools || choice === 'none') return []
  if (choice == null || typeof choice === 'string') return tools
  return tools.filter((tool) => tool.function.name === choice.function.name)
}

const isRequired = ({ tool_choice: choice }: ChatRequest): boolean =>
  choice === 'required' || typeof choice === 'object'

function schemaOf({ response_format: format }: ChatRequest): AnswerForm['jsonSchema'] {
  if (format?.type === 'json_schema') return format.json_schema.schema
  return format?.type === 'json_object' ? { type: 'object', additionalProperties: true } : null
}

function promptMessage(message: Message): PromptMessage {
  switch (message.role) {
    case 'system':
    case 'developer':
      return { role: 'system', content: message.content }
    case 'user':
      return { role: 'user', content: message.content }
    case 'tool':
      return { role: 'tool', content: message.content, tool_call_id: message.tool_call_id }
    case 'assistant':
      return {
        role: 'assistant',
        content: message.content ?? '',
        ...(message.tool_calls === undefined
          ? {}
          : {
              tool_calls: message.tool_calls.map((call) => ({
                id: call.id,
                type: call.type,
                function: { name: call.function.name, arguments: argumentsOf(call.function) }
              }))
            })
      }
  }
}

function argumentsOf(called: { name: string; arguments: string }): Record<string, unknown> {
  try {
    const given: unknown = JSON.parse(called.arguments || '{}')
    if (typeof given === 'object' && given !== null && !Array.isArray(given)) return { ...given }
  } catch {
    // Said below, as for JSON that is no object.
  }
  throw new ApiError({
    status: 400,
    message: `The arguments of the call of “${called.name}” are not a JSON object.`,
    param: 'messages'
  })
}

const noSuchTool = (): ApiError =>
  new ApiError({
    status: 400,
    message: 'A call is required, but “tools” does not hold the function that is named.',
    param: 'tool_choice'
  })

export const completionId = (): string => `chatcmpl-${randomUUID().replaceAll('-', '')}`
