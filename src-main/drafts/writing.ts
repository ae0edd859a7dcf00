import type { WritingSlot, WritingSnapshot } from '@contract/drafts'
import type { AppError } from '../app-error'
import type { Events } from '../events'

const SMALLEST_INTERVAL_MS = 50

/** The drafts of one topic as they grow, told to the window at most 20 times a second. */
export type Writing = {
  snapshot: () => WritingSnapshot
  append: (index: number, text: string) => void
  finish: (index: number, text: string) => void
  fail: (index: number, error: AppError) => void
}

export function startWriting(options: {
  topicId: string
  jobId: string
  /** All columns of the topic, those that stand already included. */
  slots: readonly WritingSlot[]
  /** Tokens that the drafts still to come may have, all together. */
  tokenLimit: number
  events: Events
}): Writing {
  const { topicId, jobId, tokenLimit, events } = options
  const startedAt = Date.now()
  const slots = options.slots.map((slot) => ({ ...slot }))
  let pieces = 0
  let lastAt = 0

  const snapshot = (): WritingSnapshot => {
    const seconds = (Date.now() - startedAt) / 1000
    return {
      topicId,
      jobId,
      // Text shows by the word, so that no half word flickers.
      slots: slots.map((slot) =>
        slot.state === 'writing' ? { ...slot, text: wholeWords(slot.text) } : { ...slot }
      ),
      tokensPerSecond: pieces > 0 && seconds > 0 ? pieces / seconds : null,
      tokens: pieces,
      tokenLimit
    }
  }
  const announce = (force: boolean): void => {
    const now = Date.now()
    if (!force && now - lastAt < SMALLEST_INTERVAL_MS) return
    lastAt = now
    events.emit('drafts.writing', snapshot())
  }
  const slotAt = (index: number): WritingSlot | undefined =>
    slots.find((slot) => slot.index === index)
  const update = (index: number, change: Partial<WritingSlot>): void => {
    const slot = slotAt(index)
    if (slot) Object.assign(slot, change)
  }

  announce(true)
  return {
    snapshot,
    append: (index, text) => {
      pieces += 1
      update(index, { state: 'writing', text: (slotAt(index)?.text ?? '') + text })
      announce(false)
    },
    finish: (index, text) => {
      update(index, { state: 'done', text })
      announce(true)
    },
    fail: (index, error) => {
      update(index, { state: 'failed', error: error.toEnvelope() })
      announce(true)
    }
  }
}

/** A column that nothing stands in yet. */
export const emptySlot = (index: number): WritingSlot => ({
  index,
  state: 'waiting',
  text: '',
  error: null
})

const wholeWords = (text: string): string => text.slice(0, text.search(/\S*$/))
