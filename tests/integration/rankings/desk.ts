import { createClient } from '../../../src-main/client'
import { newId } from '../../../src-main/database/ids'
import type { Database } from '../../../src-main/database/schema'
import { datasetHandlers } from '../../../src-main/datasets/datasets'
import { commentHandlers } from '../../../src-main/rankings/comments'
import { rankingHandlers } from '../../../src-main/rankings/rankings'
import { comesBack } from '../../../src-main/rankings/repeats'
import { createWritingNow } from '../../../src-main/topics/writing-now'
import { openTestProject } from '../../fixtures/project'
import { fillProject } from '../../fixtures/written-project'

const DAY = 24 * 60 * 60 * 1000

/** Chooses an order of the drafts of an item, by their ids from left to right. */
export type Judge = (ids: string[]) => {
  groups: string[][]
  accepted?: string[] | null
  edit?: { draftId: string; text: string } | null
  elapsedMs?: number
}

/** Everything a person ranks with, on a real database, with a clock that the test moves. */
export async function openDesk({ topics = 1, draftsPerTopic = 3, personas = 1 } = {}) {
  const { db, events } = await openTestProject()
  const { topicIds, personaIds } = await fillProject(db, { topics, draftsPerTopic, personas })
  const clock = { now: Date.now() }
  const now = (): number => clock.now
  const writingNow = createWritingNow()
  const call = createClient({
    ...rankingHandlers({ db, events, writingNow, appVersion: '1.2.3', now }),
    ...commentHandlers({ db, events, now }),
    ...datasetHandlers({ db })
  })

  const rank = async (topicId: string, judge: Judge = inOrder) => {
    const item = await call('rankings.item', { topicId })
    const presentation = item.drafts.map(({ id }) => id)
    const { elapsedMs = 5000, ...judged } = judge(presentation)
    const { seed } = item
    return call('rankings.submit', { topicId, presentation, seed, elapsedMs, ...judged })
  }

  return {
    db,
    events,
    call,
    rank,
    writingNow,
    topicIds,
    personaIds,
    topic: topicIds[0] ?? '',
    sitting: async () => (await call('rankings.sitting', {})).topicIds,
    rows: () => db.selectFrom('rankings').selectAll().orderBy('id').execute(),
    wait: (days: number): void => {
      clock.now += days * DAY
    },
    /** Ranks topic after topic until one is ranked that will come back; about twenty. */
    rankUntilOneReturns: async (judge?: Judge) => {
      for (const topicId of topicIds) {
        const { ranking } = await rank(topicId, judge)
        if (comesBack(ranking.id)) return ranking
      }
      throw new Error('None of these topics comes back; rank more.')
    }
  }
}

/** From left to right. */
export const inOrder: Judge = (ids) => ({ groups: ids.map((id) => [id]) })

/** The order of these ids, wherever the drafts stand. */
export const asBefore =
  (groups: readonly (readonly string[])[]): Judge =>
  () => ({ groups: groups.map((group) => [...group]) })

export const upsideDown =
  (groups: readonly (readonly string[])[]): Judge =>
  () => ({ groups: groups.map((group) => [...group]).toReversed() })

/** A later set of drafts of the same topic. */
export async function writeAnew(db: Database, topicId: string): Promise<void> {
  const drafts = await db.selectFrom('drafts').selectAll().where('topic_id', '=', topicId).execute()
  const setId = newId()
  const later = drafts.map((draft) => ({ ...draft, id: newId(), set_id: setId }))
  await db.insertInto('drafts').values(later).execute()
}
