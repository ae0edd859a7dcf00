import type { Tag } from './personas'

/** Who writes: what a model is told of a persona. */
export type Voice = {
  name: string
  description: string
  tags: readonly Tag[]
  keepOut: readonly string[]
}

/**
 * The persona as a system message; what it keeps out and its control tags, if any, on last lines. The one rendering:
 * drafts are asked with it, training rows hold it, and the form shows it while it is typed.
 */
export function systemMessage(voice: Voice): string {
  const parts = [
    `You are the following persona:\n\n${voice.name}\n${voice.description}`,
    keptOut(voice),
    controlTags(voice)
  ]
  return parts.filter((part) => part !== '').join('\n\n')
}

function keptOut({ keepOut }: Voice): string {
  return keepOut.length === 0 ? '' : `Never write: ${keepOut.join('; ')}.`
}

/** `[PERSONA=calm engineer] [TONE=dry]`; empty for a persona without tags. */
function controlTags({ name, tags }: Voice): string {
  if (tags.length === 0) return ''
  const all = [
    ['PERSONA', name] as const,
    ...tags.map(({ key, value }) => [key.toUpperCase(), value] as const)
  ]
  return all.map(([key, value]) => `[${key}=${value.replace(/[[\]=\n]/g, ' ').trim()}]`).join(' ')
}
