import type { Tag } from '@contract/personas'
import type { Voice } from '@contract/system-message'

type Tidy = Voice & { tags: Tag[]; keepOut: string[] }

/** What the form sends, without the blanks that the contract trims anyway. */
export const tidy = ({ name, description, tags, keepOut }: Voice): Tidy => ({
  name: name.trim(),
  description: description.trim(),
  tags: tags.map(({ key, value }) => ({ key, value: value.trim() })),
  keepOut: keepOut.map((phrase) => phrase.trim()).filter((phrase) => phrase !== '')
})
