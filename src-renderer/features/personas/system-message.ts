import type { PersonaInput, Tag } from '@contract/personas'

type Voice = { name: string; description: string; tags: readonly Tag[] }

/**
 * The system message as it will be stored, for the preview beside the form while it is typed.
 * Main renders the one that counts; a test holds the two together.
 */
export const previewSystemMessage = ({ name, description, tags }: Voice): string => {
  const text = `You are the following persona:\n\n${name}\n${description}`
  if (tags.length === 0) return text
  const all = [['PERSONA', name], ...tags.map(({ key, value }) => [key.toUpperCase(), value])]
  const control = all.map(
    ([key, value]) => `[${key ?? ''}=${(value ?? '').replace(/[[\]=\n]/g, ' ').trim()}]`
  )
  return `${text}\n\n${control.join(' ')}`
}

/** What the form sends, without the blanks that the contract trims anyway. */
export const tidy = ({ name, description, tags }: Voice): PersonaInput & { tags: Tag[] } => ({
  name: name.trim(),
  description: description.trim(),
  tags: tags.map(({ key, value }) => ({ key, value: value.trim() }))
})
