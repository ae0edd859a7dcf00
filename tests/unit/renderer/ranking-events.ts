import type { ErrorEnvelope } from '@contract/errors'
import type { Ranking, SittingItem } from '@contract/rankings'
import type { Repeat, Sitting } from '../../../src-renderer/features/rank/scene'
import { noSitting, reduce, type SittingEvent } from '../../../src-renderer/features/rank/sitting'

export const undo: SittingEvent = { type: 'undo' }
export const next: SittingEvent = { type: 'return', at: 0 }
export const pick = (place: number, at = 0): SittingEvent => ({
  type: 'moved',
  move: { pick: place },
  at
})
export const loaded = (topicId: string): SittingEvent => ({
  type: 'loaded',
  item: item(topicId),
  at: 1_000
})
export const stored = (topicId: string, repeat: Repeat | null = null): SittingEvent => ({
  type: 'stored',
  ranking: ranking(topicId),
  origins: {},
  repeat
})
/** The keys and the answer that rank a topic. */
export const ranked = (topicId: string): SittingEvent[] => [pick(0), pick(1), stored(topicId)]

export const error: ErrorEnvelope = {
  code: 'disk_full',
  message: 'The disk is full, so the ranking was not stored.',
  detail: null,
  remedy: null
}

/** The sitting after these events. */
export function play(state: Sitting, ...events: SittingEvent[]): Sitting {
  return events.reduce(reduce, state)
}

/** A sitting with the first of the topics on the screen since the first second. */
export function opened(...topicIds: string[]): Sitting {
  return play(noSitting, { type: 'started', topicIds }, loaded(topicIds[0] ?? ''))
}

export function item(topicId: string): SittingItem {
  const letters = topicId === 'four' ? ['x', 'y', 'z', 'w'] : ['x', 'y', 'z']
  return {
    topicId,
    personaId: 'p',
    personaName: 'Plain',
    title: `Topic ${topicId}`,
    prompt: 'Write.',
    seed: 7,
    drafts: letters.map((id) => ({ id: `${topicId}-${id}`, text: `Draft ${id}.`, words: 2 }))
  }
}

export function ranking(topicId: string): Ranking {
  return {
    id: `ranking-${topicId}`,
    topicId,
    topicTitle: `Topic ${topicId}`,
    personaName: 'Plain',
    groups: [[`${topicId}-x`], [`${topicId}-z`], [`${topicId}-y`]],
    pairs: 3,
    accepted: null,
    edited: false,
    createdAt: 0
  }
}
