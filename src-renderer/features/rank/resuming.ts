import type { SittingItem } from '@contract/rankings'
import { opening, workOf, type Scene, type Sitting } from './scene'

type Resumed = { topicIds: readonly string[]; first: string | null; at: number }

/**
 * The sitting goes on after a look at another screen: what was chosen is still chosen, topics that
 * went are gone, new ones come last, and a ranking that was taken back elsewhere waits again. The
 * time away is not counted.
 */
export const resume = (state: Sitting, { topicIds, first, at }: Resumed): Sitting => {
  const { scene } = state
  if (scene.phase === 'takingBack') return state
  const waiting = new Set(topicIds)
  const current = state.queue[0]
  const holds = (id: string) =>
    scene.phase === 'storing' || scene.phase === 'revealed' ? id === current : false
  const left = state.queue.filter((id) => waiting.has(id) || holds(id))
  const queue = inFront([...left, ...topicIds.filter((id) => !left.includes(id))], first)
  const past = state.past.filter((step) => {
    const id = step.kind === 'ranked' ? step.item.topicId : step.topicId
    return step.kind === 'ranked' ? !waiting.has(id) : waiting.has(id)
  })
  return { ...state, queue, past, scene: goesOn(scene, { queue, current, waiting, at }) }
}

/** The topic on the screen as main has it now: with other drafts it is judged from the beginning. */
export const refresh = (
  state: Sitting,
  { item, at }: { item: SittingItem; at: number }
): Sitting => {
  const { scene } = state
  if (scene.phase !== 'choosing' || scene.item.topicId !== item.topicId) return state
  if (idsOf(item) === idsOf(scene.item)) return { ...state, scene: { ...scene, item } }
  const { way } = scene
  const fresh = { way, moves: [], edit: null, since: at, elapsedMs: 0 }
  return { ...state, scene: { phase: 'choosing', item, ...fresh } }
}

/** Whether two items show the same drafts in the same places. */
export const idsOf = ({ drafts }: SittingItem): string => drafts.map(({ id }) => id).join(' ')

const inFront = (queue: readonly string[], first: string | null): readonly string[] =>
  first !== null && queue.includes(first) ? [first, ...queue.filter((id) => id !== first)] : queue

type Around = {
  queue: readonly string[]
  current: string | undefined
  waiting: ReadonlySet<string>
  at: number
}

const goesOn = (scene: Scene, { queue, current, waiting, at }: Around): Scene => {
  if (current === undefined || queue[0] !== current) return opening(queue)
  if (scene.phase === 'revealed' && waiting.has(current)) return opening(queue)
  if (scene.phase !== 'choosing') return scene.phase === 'finished' ? opening(queue) : scene
  return { ...workOf(scene), phase: 'choosing', since: at - scene.elapsedMs }
}
