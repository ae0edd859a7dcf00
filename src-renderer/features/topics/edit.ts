import type { TaughtRows } from '@contract/datasets'
import type { Draft } from '@contract/drafts'

/** What the person wrote in place of a draft. */
export type Edit = { original: Draft; text: string }

/** The edit that a ranking holds, with the draft it began as; null when nothing was edited. */
export const editOf = (drafts: readonly Draft[], taught: TaughtRows): Edit | null => {
  for (const { text, editOf: originalId } of taught.drafts) {
    const original = drafts.find(({ id }) => id === originalId)
    if (original) return { original, text }
  }
  return null
}
