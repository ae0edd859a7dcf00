import type { PersonaInput, Tag } from '@contract/personas'
import type { Voice } from '@contract/system-message'

/** What the form sends, without the blanks that the contract trims anyway. */
export const tidy = ({ name, description, tags }: Voice): PersonaInput & { tags: Tag[] } => ({
  name: name.trim(),
  description: description.trim(),
  tags: tags.map(({ key, value }) => ({ key, value: value.trim() }))
})
