import type { SittingItem } from '@contract/rankings'
import { call } from '../../bridge'

const items = new Map<string, SittingItem>()
const asked = new Map<string, Promise<SittingItem>>()

/** The topic's drafts if they were read in already: the next topic is on the screen at once. */
export const itemAtHand = (topicId: string | undefined): SittingItem | undefined =>
  topicId === undefined ? undefined : items.get(topicId)

/** The topic's drafts, asked for once. */
export const readItem = (topicId: string): Promise<SittingItem> => {
  const known = items.get(topicId)
  if (known) return Promise.resolve(known)
  const before = asked.get(topicId)
  if (before) return before
  const asking = call('rankings.item', { topicId })
    .then((item) => {
      // Forgotten meanwhile: this answer may be older than the drafts.
      if (asked.get(topicId) === asking) items.set(topicId, item)
      return item
    })
    .finally(() => {
      if (asked.get(topicId) === asking) asked.delete(topicId)
    })
  asked.set(topicId, asking)
  return asking
}

/** Reads topics in before they are needed; a failure shows when the topic is. */
export const readAhead = (topicIds: readonly string[]): void => {
  for (const topicId of topicIds) readItem(topicId).catch(() => undefined)
}

/** The next reading asks anew. */
export const forgetItem = (topicId: string): void => {
  items.delete(topicId)
  asked.delete(topicId)
}

export const forgetItems = (): void => {
  items.clear()
  asked.clear()
}
