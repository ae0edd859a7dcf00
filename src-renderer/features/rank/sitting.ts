import type { CallOutput } from '@contract/calls'
import type { ErrorEnvelope } from '@contract/errors'
import type { SittingItem } from '@contract/rankings'
import type { Move, Way } from './moves'
import { after, orderOf } from './order'
import { resume, refresh } from './resuming'
import {
  opening,
  rankedOf,
  workOf,
  type Edit,
  type Past,
  type Scene,
  type Sitting,
  type Unstored
} from './scene'
import { takenBack, undo } from './undoing'

export type SittingEvent =
  | { type: 'started'; topicIds: readonly string[] }
  /** `kept` is what was done to the topic before the window was closed. */
  | { type: 'loaded'; item: SittingItem; at: number; way?: Way; kept?: Unstored | null }
  | { type: 'notLoaded'; topicId: string; error: ErrorEnvelope }
  | { type: 'moved'; move: Move; at: number }
  /** The person judges in another way from this topic on. */
  | { type: 'way'; way: Way }
  | { type: 'edited'; edit: Edit | null }
  | { type: 'return'; at: number }
  | { type: 'skip' }
  | { type: 'undo' }
  | { type: 'retry' }
  /** The drafts changed under the sitting: show them as they are now. */
  | { type: 'reload' }
  | ({ type: 'stored' } & CallOutput<'rankings.submit'>)
  | { type: 'notStored'; error: ErrorEnvelope }
  | { type: 'takenBack'; at: number }
  | { type: 'notTakenBack'; error: ErrorEnvelope }
  /** The person went to another screen. */
  | { type: 'left'; at: number }
  /** And came back; these topics wait now. */
  | { type: 'resumed'; topicIds: readonly string[]; first: string | null; at: number }
  /** The topic on the screen as it is now. */
  | { type: 'refreshed'; item: SittingItem; at: number }

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
      return load(state, event)
    case 'notLoaded':
      if (scene.phase !== 'loading' || event.topicId !== state.queue[0]) return state
      return show(state, { phase: 'unreadable', error: event.error })
    case 'moved':
      return move(state, event.move, event.at)
    case 'way':
      if (scene.phase !== 'choosing' || scene.way === event.way) return state
      return show(state, { ...scene, way: event.way, moves: [] })
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
    case 'left':
      if (scene.phase !== 'choosing') return state
      return show(state, { ...scene, elapsedMs: spent(scene.since, event.at) })
    case 'resumed':
      return resume(state, event)
    case 'refreshed':
      return refresh(state, event)
  }
}

const show = (state: Sitting, scene: Scene): Sitting => ({ ...state, scene })

const spent = (since: number, at: number): number => Math.max(0, Math.round(at - since))

const load = (
  state: Sitting,
  { item, at, way = 'order', kept = null }: Extract<SittingEvent, { type: 'loaded' }>
): Sitting => {
  if (state.scene.phase !== 'loading' || item.topicId !== state.queue[0]) return state
  const fresh: Unstored = { way, moves: [], edit: null }
  return show(state, { phase: 'choosing', item, ...(kept ?? fresh), since: at, elapsedMs: 0 })
}

const move = (state: Sitting, made: Move, at: number): Sitting => {
  const { scene } = state
  if (scene.phase !== 'choosing') return state
  const count = scene.item.drafts.length
  const order = after(count, orderOf(count, scene.moves, scene.way), made)
  if (order === null) return state
  const moves = [...scene.moves, made]
  if (order.groups === null) return show(state, { ...scene, moves })
  const work = { ...workOf(scene), moves, elapsedMs: spent(scene.since, at) }
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
  if (scene.phase === 'choosing') {
    return move(state, scene.way === 'verdict' ? 'accept' : 'leaveOpen', at)
  }
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

const stored = (
  state: Sitting,
  { ranking, origins, repeat }: Extract<SittingEvent, { type: 'stored' }>
): Sitting => {
  const { scene } = state
  if (scene.phase !== 'storing' || ranking.topicId !== scene.item.topicId) return state
  const revealed = show(state, { ...workOf(scene), phase: 'revealed', ranking, origins, repeat })
  if (scene.then === 'next') return goOn(revealed, 0)
  return scene.then === 'undo' ? undo(revealed) : revealed
}
