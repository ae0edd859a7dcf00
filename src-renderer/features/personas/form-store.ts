import type { Tag } from '@contract/personas'
import { create } from 'zustand'
import { persist } from 'zustand/middleware'

export type PersonaDraft = { name: string; description: string; tags: Tag[] }

type Drafts = {
  /** By persona id; `new` for the one being made. */
  drafts: Partial<Record<string, PersonaDraft>>
}

/** What is being typed about a persona: survives going elsewhere and a restart. */
export const usePersonaDrafts = create<Drafts>()(
  persist((): Drafts => ({ drafts: {} }), { name: 'persona-drafts' })
)

export const keepDraft = (id: string, draft: PersonaDraft): void => {
  usePersonaDrafts.setState(({ drafts }) => ({ drafts: { ...drafts, [id]: draft } }))
}

export const dropDraft = (id: string): void => {
  usePersonaDrafts.setState(({ drafts }) => ({
    drafts: Object.fromEntries(Object.entries(drafts).filter(([other]) => other !== id))
  }))
}
