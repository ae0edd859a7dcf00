import type { ErrorEnvelope } from '@contract/errors'
import { create } from 'zustand'
import { call, envelopeOf } from '../../bridge'
import { forgetItem, forgetItems, itemAtHand, readAhead, readItem } from './items'
import { keep, keptOf } from './kept'
import { orderOf } from './order'
import { usePreferences } from './preferences'
import type { Scene, Sitting } from './scene'
import { noSitting, reduce, type SittingEvent } from './sitting'

type Opening = { state: 'opening' } | { state: 'open' } | { state: 'failed'; error: ErrorEnvelope }

/** The sitting on the screen. Keys become events; what has to be asked of main follows from the scene. */
export const useSitting = create<{ sitting: Sitting; opening: Opening }>(() => ({
  sitting: noSitting,
  opening: { state: 'opening' }
}))

type Place = { personaId: string | null; first: string | null }

/** Goes on with the sitting that was left for another screen, or begins a new one. */
export const openSitting = async (place: Place): Promise<void> => {
  const { sitting, opening } = useSitting.getState()
  const same = opening.state === 'open' && place.personaId === last.personaId
  const recent = Date.now() - leftAt < longestBreak
  if (!same || !recent || sitting.scene.phase === 'finished') return startSitting(place)
  const mine = session
  try {
    const { topicIds } = await call('rankings.sitting', { personaId: place.personaId })
    if (mine !== session) return
    forgetItems()
    send({ type: 'resumed', topicIds, first: place.first, at: Date.now() })
    const { scene } = useSitting.getState().sitting
    if (scene.phase !== 'choosing') return
    const item = await readItem(scene.item.topicId)
    if (mine === session) send({ type: 'refreshed', item, at: Date.now() })
  } catch {
    // What is on the screen may be out of date: a new sitting asks for everything and says what failed.
    if (mine === session) await startSitting(place)
  }
}

/**
 * Opens a new sitting over the topics that wait now; answers to an older one are dropped. `first`
 * begins it when it waits among them: the topic that the person came from.
 */
export const startSitting = async ({ personaId, first }: Place): Promise<void> => {
  session += 1
  const mine = session
  last = { personaId, first }
  forgetItems()
  useSitting.setState({ sitting: noSitting, opening: { state: 'opening' } })
  try {
    const { topicIds } = await call('rankings.sitting', { personaId })
    if (mine !== session) return
    useSitting.setState({ opening: { state: 'open' } })
    const [before, after] = [
      topicIds.filter((id) => id === first),
      topicIds.filter((id) => id !== first)
    ]
    send({ type: 'started', topicIds: [...before, ...after] })
  } catch (error) {
    if (mine === session) {
      useSitting.setState({ opening: { state: 'failed', error: envelopeOf(error) } })
    }
  }
}

/** The screen went; the sitting waits for it to come back. */
export const leaveSitting = (): void => {
  leftAt = Date.now()
  send({ type: 'left', at: leftAt })
}

/** The state changes at once; what main answers comes back as another event. */
export const send = (event: SittingEvent): void => {
  const { sitting: before } = useSitting.getState()
  if (event.type === 'reload') forgetItem(before.queue[0] ?? '')
  const sitting = withItemAtHand(reduce(before, event))
  if (sitting === before) return
  useSitting.setState({ sitting })
  if (event.type === 'skip') keepEdit(before.scene)
  keepWork(sitting.scene)
  if (sitting.scene !== before.scene) void perform(sitting, before.scene)
  // Read in while this one is being ranked, so that Return finds them there.
  readAhead(sitting.queue.slice(1, 3))
}

/** A longer pause than this ends the sitting: what was fresh in mind no longer is. */
const longestBreak = 30 * 60_000

let session = 0
let last: Place = { personaId: null, first: null }
let leftAt = 0

const withItemAtHand = (sitting: Sitting): Sitting => {
  if (sitting.scene.phase !== 'loading') return sitting
  const item = itemAtHand(sitting.queue[0])
  return item ? reduce(sitting, loaded(item)) : sitting
}

const loaded = (item: Parameters<typeof keptOf>[0]): SittingEvent => ({
  type: 'loaded',
  item,
  at: Date.now(),
  way: usePreferences.getState().way,
  kept: keptOf(item).work ?? null
})

/** Choices outlive a reload until they are stored. The key that completed an order is asked for again. */
const keepWork = (scene: Scene): void => {
  if (scene.phase === 'revealed') keep(scene.item, { work: null })
  if (scene.phase === 'choosing' || scene.phase === 'storing' || scene.phase === 'unstored') {
    const { item, way, edit } = scene
    const moves = scene.phase === 'choosing' ? [...scene.moves] : scene.moves.slice(0, -1)
    keep(item, { work: moves.length > 0 || edit ? { way, moves, edit } : null })
  }
}

/** A skipped topic comes back without its choices; what was written stays. */
const keepEdit = (scene: Scene): void => {
  if (scene.phase !== 'choosing') return
  const { item, way, edit } = scene
  keep(item, { work: edit && { way, moves: [], edit } })
}

const perform = async ({ scene, queue }: Sitting, before: Scene): Promise<void> => {
  const mine = session
  const answer = await ask(scene, queue[0], before)
  if (answer && mine === session) send(answer)
}

/** What main says to a new scene, or null when there is nothing to ask. */
const ask = async (
  scene: Scene,
  topicId: string | undefined,
  before: Scene
): Promise<SittingEvent | null> => {
  if (scene.phase === 'loading' && topicId !== undefined) {
    try {
      return loaded(await readItem(topicId))
    } catch (error) {
      return { type: 'notLoaded', topicId, error: envelopeOf(error) }
    }
  }
  if (scene.phase === 'storing' && before.phase !== 'storing') {
    try {
      return { type: 'stored', ...(await call('rankings.submit', submission(scene))) }
    } catch (error) {
      return { type: 'notStored', error: envelopeOf(error) }
    }
  }
  const asked = before.phase === 'takingBack' ? before.past.ranking.id : null
  if (scene.phase === 'takingBack' && scene.past.ranking.id !== asked) {
    try {
      await call('rankings.undo', { id: scene.past.ranking.id })
      return { type: 'takenBack', at: Date.now() }
    } catch (error) {
      return { type: 'notTakenBack', error: envelopeOf(error) }
    }
  }
  return null
}

const submission = ({
  item,
  way,
  moves,
  edit,
  elapsedMs
}: Extract<Scene, { phase: 'storing' }>) => {
  const ids = item.drafts.map(({ id }) => id)
  const idsOf = (places: readonly number[]) => places.flatMap((place) => ids[place] ?? [])
  const [edited] = edit ? idsOf([edit.place]) : []
  const { groups, accepted } = orderOf(ids.length, moves, way)
  return {
    topicId: item.topicId,
    groups: (groups ?? []).map(idsOf),
    presentation: ids,
    accepted: accepted && idsOf(accepted),
    seed: item.seed,
    elapsedMs,
    edit: edit && edited !== undefined ? { draftId: edited, text: edit.text } : null
  }
}
