import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Tool } from './chat-request'

/** As clients of the API expect it: arguments as JSON text. */
export type ToolCallOut = {
  id: string
  type: 'function'
  function: { name: string; arguments: string }
}

export type Answered = { content: string | null; toolCalls: ToolCallOut[] }

const Called = z
  .object({
    name: z.string(),
    arguments: z.record(z.string(), z.unknown()).optional(),
    parameters: z.record(z.string(), z.unknown()).optional()
  })
  .transform(({ name, arguments: given, parameters }) => ({
    name,
    arguments: given ?? parameters ?? {}
  }))

/** The marks between which families write calls: Hermes and Qwen, Mistral, Llama 3. */
const MARKED = [
  /<tool_call>\s*(?<json>[\s\S]*?)\s*(?:<\/tool_call>|$)/g,
  /\[TOOL_CALLS\]\s*(?<json>\[[\s\S]*\])/g,
  /<\|python_tag\|>\s*(?<json>\{[\s\S]*\})/g
]

/**
 * What a model answered, with the calls of tools taken out of its text. A name that was not offered
 * stays text: nothing is called that nobody gave.
 */
export function readAnswer(text: string, tools: readonly Tool[]): Answered {
  const offered = new Set(tools.map((tool) => tool.function.name))
  if (offered.size === 0) return { content: text, toolCalls: [] }
  for (const mark of MARKED) {
    const calls = [...text.matchAll(mark)].flatMap(({ groups }) =>
      callsIn(groups?.['json'], offered)
    )
    if (calls.length > 0) return { content: restOf(text, mark), toolCalls: calls }
  }
  // Llama 3 writes the bare object.
  const bare = callsIn(text.trim(), offered)
  return bare.length > 0 ? { content: null, toolCalls: bare } : { content: text, toolCalls: [] }
}

function callsIn(json: string | undefined, offered: ReadonlySet<string>): ToolCallOut[] {
  const found = parsed(json ?? '')
  const list: unknown[] = Array.isArray(found) ? found : [found]
  return list.flatMap((item) => {
    const call = Called.safeParse(item)
    return call.success && offered.has(call.data.name) ? [callOf(call.data)] : []
  })
}

const callOf = ({ name, arguments: given }: z.output<typeof Called>): ToolCallOut => ({
  id: `call_${randomUUID().replaceAll('-', '').slice(0, 24)}`,
  type: 'function',
  function: { name, arguments: JSON.stringify(given) }
})

function restOf(text: string, mark: RegExp): string | null {
  const rest = text.replace(mark, '').trim()
  return rest === '' ? null : rest
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}

/** The schema of a call of one of these tools: for when a call is required, a grammar sees to it. */
export const callSchema = (tools: readonly Tool[]): Record<string, unknown> => {
  const forms = tools.map(({ function: { name, parameters } }) => ({
    type: 'object',
    properties: {
      name: { const: name },
      arguments: parameters ?? { type: 'object', properties: {} }
    },
    required: ['name', 'arguments']
  }))
  return forms.length === 1 ? { ...forms[0] } : { oneOf: forms }
}
