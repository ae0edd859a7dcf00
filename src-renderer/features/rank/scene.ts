import type { ErrorEnvelope } from '@contract/errors'
import type { DraftOrigin } from '@contract/generation'
import type { CallOutput } from '@contract/calls'
import type { Ranking, SittingItem } from '@contract/rankings'
import type { Move, Way } from './moves'

/** The person's rewrite of one draft; it is stored with the order. */
export type Edit = { place: number; text: string }

/** What the person has done to a topic and not stored. */
export type Unstored = { way: Way; moves: readonly Move[]; edit: Edit | null }

/** An item with everything the person has done to it. */
export type Work = Unstored & {
  item: SittingItem
  /** When the drafts came on the screen, less the time that they were away from it. */
  since: number
  /** From then to the key that made the order, or to leaving the screen. */
  elapsedMs: number
}

/** How the person ranked a topic the first time, when this was its return. */
export type Repeat = NonNullable<CallOutput<'rankings.submit'>['repeat']>

export type Ranked = Work & {
  ranking: Ranking
  origins: Record<string, DraftOrigin>
  repeat: Repeat | null
}

/** What is on the screen. */
export type Scene =
  | { phase: 'loading' }
  | { phase: 'unreadable'; error: ErrorEnvelope }
  | ({ phase: 'choosing' } & Work)
  /** Keys pressed while the answer is on its way are kept in `then`. */
  | ({ phase: 'storing'; then: 'reveal' | 'next' | 'undo' } & Work)
  | ({ phase: 'unstored'; error: ErrorEnvelope } & Work)
  | ({ phase: 'revealed' } & Ranked)
  /** `more` counts the undos pressed meanwhile. */
  | { phase: 'takingBack'; past: Ranked; before: Scene; more: number }
  | { phase: 'finished' }

/** The scenes with the drafts of a topic in them. */
export type TopicScene = Extract<Scene, { phase: 'choosing' | 'storing' | 'unstored' | 'revealed' }>

/** A topic that the person was done with. */
export type Past = ({ kind: 'ranked' } & Ranked) | { kind: 'skipped'; topicId: string }

/** One sitting: the topics that waited when it began. */
export type Sitting = {
  /** Topics still to rank; the first is on the screen. */
  queue: readonly string[]
  /** What undo steps back through, newest last. */
  past: readonly Past[]
  scene: Scene
  /** What went wrong with the last undo; the ranking still stands. */
  notice: ErrorEnvelope | null
}

/** The parts of a scene that another scene of the same topic takes over. */
export const workOf = ({ item, way, moves, edit, since, elapsedMs }: Work): Work => ({
  item,
  way,
  moves,
  edit,
  since,
  elapsedMs
})

export const rankedOf = (work: Ranked): Ranked => ({
  ...workOf(work),
  ranking: work.ranking,
  origins: work.origins,
  repeat: work.repeat
})

/** The first scene of a queue. */
export const opening = (queue: readonly string[]): Scene =>
  queue.length > 0 ? { phase: 'loading' } : { phase: 'finished' }
