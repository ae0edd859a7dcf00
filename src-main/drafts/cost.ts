import type { CallOutput } from '@contract/calls'
import type { DraftOrigin } from '@contract/generation'

/**
 * Tokens of a set of drafts, all together. The embedded engine reads the prompt once for all drafts,
 * a server once for each.
 */
export function costOf(origins: readonly DraftOrigin[]): CallOutput<'drafts.cost'> {
  const written = origins.filter(({ completionTokens }) => completionTokens !== null)
  if (written.length === 0) return null
  const embedded = written.every(({ engine }) => engine === 'embedded')
  const prompts = written.map(({ promptTokens }) => promptTokens)
  return {
    promptTokens: prompts.includes(null)
      ? null
      : embedded
        ? Math.max(...prompts.map(Number))
        : sum(prompts.map(Number)),
    completionTokens: sum(written.map(({ completionTokens }) => completionTokens ?? 0))
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0)
