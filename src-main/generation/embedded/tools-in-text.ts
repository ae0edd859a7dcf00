import type { PromptMessage } from './protocol'

/**
 * Tools for a model whose template has no place for them: described in the system message, called and
 * answered in the tags of the Hermes format, which most families were trained on.
 */
export function toolsInText(messages: PromptMessage[], tools: readonly object[]): PromptMessage[] {
  const said = messages.map(inText)
  if (tools.length === 0) return said
  const [first, ...rest] = said
  const about = description(tools)
  if (first?.role !== 'system') return [{ role: 'system', content: about }, ...said]
  return [{ role: 'system', content: `${first.content}\n\n${about}` }, ...rest]
}

function inText({ role, content, tool_calls: calls }: PromptMessage): PromptMessage {
  if (role === 'tool') {
    return { role: 'user', content: `<tool_response>\n${content}\n</tool_response>` }
  }
  const asked = (calls ?? []).map(
    ({ function: called }) => `<tool_call>\n${JSON.stringify(called)}\n</tool_call>`
  )
  return { role, content: [content, ...asked].filter((part) => part !== '').join('\n') }
}

const description = (tools: readonly object[]): string =>
  [
    'You can call these functions. Their signatures stand within <tools></tools>:',
    '<tools>',
    ...tools.map((tool) => JSON.stringify(tool)),
    '</tools>',
    'To call one, answer with its name and arguments as JSON within <tool_call></tool_call>:',
    '<tool_call>',
    '{"name": "…", "arguments": {…}}',
    '</tool_call>'
  ].join('\n')
