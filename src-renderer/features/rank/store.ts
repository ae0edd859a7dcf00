import type { ErrorEnvelope } from '@contract/errors'
import type { SittingItem } from '@contract/rankings'
import { create } from 'zustand'
import { call, envelopeOf } from '../../bridge'
import { orderOf } from './order'
import { noSitting, reduce, type Scene, type Sitting, type SittingEvent } from './sitting'

type Opening = { state: 'opening' } | { state: 'open' } | { state: 'failed'; error: ErrorEnvelope }

/** The sitting on the screen. Keys become events; what has to be asked of main follows from the scene. */
export const useSitting = create<{ sitting: Sitting; opening: Opening }>(() => ({
  sitting: noSitting,
  opening: { state: 'opening' }
}))

/**
 * Opens a new sitting over the topics that wait now; answers to an older one are dropped. `first`
 * begins it when it waits among them: the topic that the person came from.
 */
export const startSitting = async (
  personaId: string | null,
  first: string | null = null
): Promise<void> => {
  session += 1
  const mine = session
  items.clear()
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

/** The state changes at once; what main answers comes back as another event. */
export const send = (event: SittingEvent): void => {
  const { sitting: before } = useSitting.getState()
  const sitting = reduce(before, event)
  if (sitting === before) return
  useSitting.setState({ sitting })
  if (event.type === 'reload') items.delete(before.queue[0] ?? '')
  if (sitting.scene !== before.scene) void perform(sitting, before.scene)
  const next = sitting.queue[1]
  // Read in while this one is being ranked, so that Return finds it there.
  if (next !== undefined) read(next).catch(() => items.delete(next))
}

let session = 0
const items = new Map<string, Promise<SittingItem>>()

const read = (topicId: string): Promise<SittingItem> => {
  const known = items.get(topicId)
  if (known) return known
  const asked = call('rankings.item', { topicId })
  items.set(topicId, asked)
  return asked
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
      return { type: 'loaded', item: await read(topicId), at: Date.now() }
    } catch (error) {
      items.delete(topicId)
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
  if (scene.phase === 'takingBack' && before.phase !== 'takingBack') {
    try {
      await call('rankings.undo', { id: scene.past.ranking.id })
      return { type: 'takenBack', at: Date.now() }
    } catch (error) {
      return { type: 'notTakenBack', error: envelopeOf(error) }
    }
  }
  return null
}

const submission = ({ item, moves, edit, elapsedMs }: Extract<Scene, { phase: 'storing' }>) => {
  const ids = item.drafts.map(({ id }) => id)
  const idsOf = (places: number[]) => places.flatMap((place) => ids[place] ?? [])
  const [edited] = edit ? idsOf([edit.place]) : []
  return {
    topicId: item.topicId,
    groups: (orderOf(ids.length, moves).groups ?? []).map(idsOf),
    presentation: ids,
    seed: item.seed,
    elapsedMs,
    edit: edit && edited !== undefined ? { draftId: edited, text: edit.text } : null
  }
}
