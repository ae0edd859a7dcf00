import { Tag } from '@contract/personas'
import { z } from 'zod'
import { keep, useKept } from '../../ui/kept'

/** A persona as it is being typed: nothing about it is checked yet. */
const PersonaDraft = z.object({
  name: z.string(),
  description: z.string(),
  tags: z.array(Tag),
  keepOut: z.array(z.string())
})
export type PersonaDraft = z.infer<typeof PersonaDraft>

type Kept = { draft: PersonaDraft; change: (draft: PersonaDraft) => void; drop: () => void }

/** What is being typed about a persona, by its id or `new`: survives going elsewhere and a restart. */
export const usePersonaDraft = (id: string, stored: PersonaDraft): Kept => {
  const [kept] = useKept<unknown>(nameOf(id), stored)
  return {
    draft: PersonaDraft.safeParse(kept).data ?? stored,
    change: (draft) => keep(nameOf(id), draft),
    drop: () => keep(nameOf(id), undefined)
  }
}

const nameOf = (id: string) => `persona ${id}`
