import type { ChatMessage } from '@contract/generation'

/**
 * What a model is asked before and after its export. The five reach different parts of the
 * tokenizer: plain prose, digits, accents and quotes, a list with line breaks, code.
 */
export const CANARY_PROMPTS: readonly string[] = [
  'Write two sentences about rain on a window.',
  'What is 12 + 30, and what is 2,048 divided by 16?',
  'Write a line about a “naïve” café in Zürich.',
  'List three things that fit into a pocket, one on each line.',
  'Write a short function in Python that doubles a number.'
]

/** Long enough for a wrong weight to show, short enough for a large model on a processor. */
export const CANARY_TOKENS = 40

/** The conversations of the canary, with the system message that the model was trained under. */
export function canaryConversations(systemMessage: string | null): ChatMessage[][] {
  const system = systemMessage === null ? [] : [{ role: 'system' as const, content: systemMessage }]
  return CANARY_PROMPTS.map((content) => [...system, { role: 'user', content }])
}
