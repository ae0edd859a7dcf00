import { Tag } from '@contract/personas'
import { z } from 'zod'
import { create } from 'zustand'
import { persist } from 'zustand/middleware'

/** A persona as it is being typed: nothing about it is checked yet. */
const PersonaDraft = z.object({
  name: z.string(),
  description: z.string(),
  tags: z.array(Tag),
  keepOut: z.array(z.string()).default([])
})
export type PersonaDraft = z.infer<typeof PersonaDraft>

const Drafts = z.object({
  /** By persona id; `new` for the one being made. */
  drafts: z.partialRecord(z.string(), PersonaDraft)
})
type Drafts = z.infer<typeof Drafts>

/** What is being typed about a persona: survives going elsewhere and a restart. */
export const usePersonaDrafts = create<Drafts>()(
  persist((): Drafts => ({ drafts: {} }), {
    name: 'persona-drafts',
    merge: (stored, now) => Drafts.safeParse(stored).data ?? now
  })
)

export const keepDraft = (id: string, draft: PersonaDraft): void => {
  usePersonaDrafts.setState(({ drafts }) => ({ drafts: { ...drafts, [id]: draft } }))
}

export const dropDraft = (id: string): void => {
  usePersonaDrafts.setState(({ drafts }) => ({
    drafts: Object.fromEntries(Object.entries(drafts).filter(([other]) => other !== id))
  }))
}
