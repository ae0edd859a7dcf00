import type { ChatMessage } from '@contract/generation'
import type { Tag } from '@contract/personas'

type Voice = { name: string; description: string; tags: readonly Tag[] }

/**
 * The one function that renders a persona and a prompt for a model. Drafts are written with these
 * messages and training rows hold the same ones: what is trained is what is asked.
 */
export function messagesFor(voice: Voice, prompt: string): ChatMessage[] {
  return [
    { role: 'system', content: systemMessage(voice) },
    { role: 'user', content: prompt }
  ]
}

/** The persona as a system message; its control tags, if any, on a last line. */
export function systemMessage(voice: Voice): string {
  const text = `You are the following persona:\n\n${voice.name}\n${voice.description}`
  const tags = controlTags(voice)
  return tags === '' ? text : `${text}\n\n${tags}`
}

/** `[PERSONA=calm-engineer] [TONE=dry]`; empty for a persona without tags. */
function controlTags({ name, tags }: Voice): string {
  if (tags.length === 0) return ''
  const all = [
    ['PERSONA', name] as const,
    ...tags.map((tag) => [tag.key.toUpperCase(), tag.value] as const)
  ]
  return all.map(([key, value]) => `[${key}=${value.replace(/[[\]=\n]/g, ' ').trim()}]`).join(' ')
}
