import type { ErrorEnvelope } from '@contract/errors'
import type { DraftOrigin } from '@contract/generation'
import type { Ranking, SittingItem } from '@contract/rankings'
import { isAllowed, orderOf, type Move } from './order'

/** The person's rewrite of one draft; it is stored with the order. */
export type Edit = { place: number; text: string }

/** An item with everything the person has done to it. */
export type Work = {
  item: SittingItem
  moves: readonly Move[]
  edit: Edit | null
  /** When the drafts came on the screen. */
  since: number
  /** From then to the key that made the order. */
  elapsedMs: number
}

type Ranked = Work & { ranking: Ranking; origins: Record<string, DraftOrigin> }

/** What is on the screen. */
export type Scene =
  | { phase: 'loading' }
  | { phase: 'unreadable'; error: ErrorEnvelope }
  | ({ phase: 'choosing' } & Work)
  /** Keys pressed while the answer is on its way are kept in `then`. */
  | ({ phase: 'storing'; then: 'reveal' | 'next' | 'undo' } & Work)
  | ({ phase: 'unstored'; error: ErrorEnvelope } & Work)
  | ({ phase: 'revealed' } & Ranked)
  | { phase: 'takingBack'; past: Ranked; before: Scene }
  | { phase: 'finished' }

type Past = ({ kind: 'ranked' } & Ranked) | { kind: 'skipped'; topicId: string }

/** The scenes with the drafts of a topic in them. */
export type TopicScene = Extract<Scene, { phase: 'choosing' | 'storing' | 'unstored' | 'revealed' }>

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

export type SittingEvent =
  | { type: 'started'; topicIds: readonly string[] }
  | { type: 'loaded'; item: SittingItem; at: number }
  | { type: 'notLoaded'; topicId: string; error: ErrorEnvelope }
  | { type: 'moved'; move: Move; at: number }
  | { type: 'edited'; edit: Edit | null }
  | { type: 'return'; at: number }
  | { type: 'skip' }
  | { type: 'undo' }
  | { type: 'retry' }
  /** The drafts changed under the sitting: show them as they are now. */
  | { type: 'reload' }
  | { type: 'stored'; ranking: Ranking; origins: Record<string, DraftOrigin> }
  | { type: 'notStored'; error: ErrorEnvelope }
  | { type: 'takenBack'; at: number }
  | { type: 'notTakenBack'; error: ErrorEnvelope }

export const noSitting: Sitting = {
  queue: [],
  past: [],
  scene: { phase: 'loading' },
  notice: null
}

/** How many topics are ranked, and of how many. */
export const progressOf = ({ queue, past, scene }: Sitting): { done: number; total: number } => {
  const before = past.filter(({ kind }) => kind === 'ranked').length
  const now = scene.phase === 'revealed' ? 1 : 0
  return { done: before + now, total: before + queue.length }
}

/** The next state of the sitting. Pure: what has to be asked of main follows from the scene. */
export const reduce = (sitting: Sitting, event: SittingEvent): Sitting => {
  const state = sitting.notice ? { ...sitting, notice: null } : sitting
  const { scene } = state
  switch (event.type) {
    case 'started':
      return { ...noSitting, queue: event.topicIds, scene: opening(event.topicIds) }
    case 'loaded':
      if (scene.phase !== 'loading' || event.item.topicId !== state.queue[0]) return state
      return show(state, {
        phase: 'choosing',
        item: event.item,
        moves: [],
        edit: null,
        since: event.at,
        elapsedMs: 0
      })
    case 'notLoaded':
      if (scene.phase !== 'loading' || event.topicId !== state.queue[0]) return state
      return show(state, { phase: 'unreadable', error: event.error })
    case 'moved':
      return move(state, event.move, event.at)
    case 'edited':
      return edit(state, event.edit)
    case 'return':
      return goOn(state, event.at)
    case 'skip':
      return skip(state)
    case 'undo':
      return undo(state)
    case 'retry':
      if (scene.phase === 'unstored') {
        return show(state, { ...workOf(scene), phase: 'storing', then: 'reveal' })
      }
      return scene.phase === 'unreadable' ? show(state, { phase: 'loading' }) : state
    case 'reload':
      return scene.phase === 'unstored' ? show(state, { phase: 'loading' }) : state
    case 'stored':
      return stored(state, event)
    case 'notStored':
      if (scene.phase !== 'storing') return state
      return show(state, { ...workOf(scene), phase: 'unstored', error: event.error })
    case 'takenBack':
      return takenBack(state, event.at)
    case 'notTakenBack':
      if (scene.phase !== 'takingBack') return state
      return { ...state, scene: scene.before, notice: event.error }
  }
}

const show = (state: Sitting, scene: Scene): Sitting => ({ ...state, scene })

const opening = (queue: readonly string[]): Scene =>
  queue.length > 0 ? { phase: 'loading' } : { phase: 'finished' }

const workOf = ({ item, moves, edit, since, elapsedMs }: Work): Work => ({
  item,
  moves,
  edit,
  since,
  elapsedMs
})

const rankedOf = (work: Ranked): Ranked => ({
  ...workOf(work),
  ranking: work.ranking,
  origins: work.origins
})

const move = (state: Sitting, made: Move, at: number): Sitting => {
  const { scene } = state
  if (scene.phase !== 'choosing') return state
  const count = scene.item.drafts.length
  if (!isAllowed(count, scene.moves, made)) return state
  const moves = [...scene.moves, made]
  if (orderOf(count, moves).groups === null) return show(state, { ...scene, moves })
  const work = { ...workOf(scene), moves, elapsedMs: Math.max(0, Math.round(at - scene.since)) }
  return show(state, { ...work, phase: 'storing', then: 'reveal' })
}

/** Before the order is made the edit waits for it; afterwards the ranking is stored anew with it. */
const edit = (state: Sitting, made: Edit | null): Sitting => {
  const { scene } = state
  if (scene.phase === 'choosing') return show(state, { ...scene, edit: made })
  if (scene.phase === 'unstored') return show(state, { ...scene, edit: made })
  if (scene.phase !== 'revealed') return state
  return show(state, { ...workOf(scene), edit: made, phase: 'storing', then: 'reveal' })
}

const goOn = (state: Sitting, at: number): Sitting => {
  const { scene } = state
  if (scene.phase === 'choosing') return move(state, 'leaveOpen', at)
  if (scene.phase === 'storing') return show(state, { ...scene, then: 'next' })
  if (scene.phase === 'unstored') return reduce(state, { type: 'retry' })
  if (scene.phase !== 'revealed') return state
  const queue = state.queue.slice(1)
  const past: Past[] = [...state.past, { kind: 'ranked', ...rankedOf(scene) }]
  return { ...state, queue, past, scene: opening(queue) }
}

/** To the end of the sitting. The last one left has nowhere to go: the sitting is over for now. */
const skip = (state: Sitting): Sitting => {
  const [topicId, ...rest] = state.queue
  const { phase } = state.scene
  if (topicId === undefined || !['choosing', 'unreadable', 'loading'].includes(phase)) return state
  return {
    ...state,
    queue: [...rest, topicId],
    past: [...state.past, { kind: 'skipped', topicId }],
    scene: rest.length > 0 ? { phase: 'loading' } : { phase: 'finished' }
  }
}

/** Back through the choices of this topic, then its edit, then through the topics before it. */
const undo = (state: Sitting): Sitting => {
  const { scene } = state
  switch (scene.phase) {
    case 'storing':
      return show(state, { ...scene, then: 'undo' })
    case 'unstored':
      return show(state, { ...workOf(scene), moves: scene.moves.slice(0, -1), phase: 'choosing' })
    case 'revealed':
      return show(state, { phase: 'takingBack', past: rankedOf(scene), before: scene })
    case 'choosing':
      if (scene.moves.length > 0) return show(state, { ...scene, moves: scene.moves.slice(0, -1) })
      if (scene.edit !== null) return show(state, { ...scene, edit: null })
      return stepBack(state)
    case 'takingBack':
      return state
    case 'loading':
    case 'unreadable':
    case 'finished':
      return stepBack(state)
  }
}

const stepBack = (state: Sitting): Sitting => {
  const last = state.past.at(-1)
  if (last === undefined) return state
  if (last.kind === 'ranked') {
    return show(state, { phase: 'takingBack', past: rankedOf(last), before: state.scene })
  }
  return {
    ...state,
    queue: [last.topicId, ...state.queue.filter((id) => id !== last.topicId)],
    past: state.past.slice(0, -1),
    scene: { phase: 'loading' }
  }
}

const takenBack = (state: Sitting, at: number): Sitting => {
  const { scene } = state
  if (scene.phase !== 'takingBack') return state
  const { past: back, before } = scene
  const choosing: Scene = {
    ...workOf(back),
    moves: back.moves.slice(0, -1),
    since: at,
    phase: 'choosing'
  }
  if (before.phase === 'revealed') return show(state, choosing)
  return {
    ...state,
    queue: [back.item.topicId, ...state.queue],
    past: state.past.slice(0, -1),
    scene: choosing
  }
}

const stored = (
  state: Sitting,
  { ranking, origins }: Extract<SittingEvent, { type: 'stored' }>
): Sitting => {
  const { scene } = state
  if (scene.phase !== 'storing' || ranking.topicId !== scene.item.topicId) return state
  const revealed = show(state, { ...workOf(scene), phase: 'revealed', ranking, origins })
  if (scene.then === 'next') return goOn(revealed, 0)
  return scene.then === 'undo' ? undo(revealed) : revealed
}
