import type { Handlers } from '@contract/calls'
import { fromJson, type Database } from '../database/schema'
import type { Events } from '../events'
import type { WritingNow } from '../topics/writing-now'
import { judgementOf } from './judgement'
import { findTopicRanking, getRanking, listRecentRankings } from './repository'
import { itemOf, topicsOfSitting } from './sitting'
import { submit } from './submit'
import { restore, undo } from './undo'

type RankingHandlers = Pick<Handlers, Extract<keyof Handlers, `rankings.${string}`>>

/** The ranking loop: what to rank next, the person's order, and taking it back. */
export function rankingHandlers(options: {
  db: Database
  events: Events
  writingNow: WritingNow
  appVersion: string
  /** Milliseconds UTC: decides which topics come back. */
  now?: () => number
}): RankingHandlers {
  const { db, events, writingNow, appVersion, now = Date.now } = options
  const announce = (): void => {
    events.changed('rankings', 'topics', 'personas', 'drafts')
  }
  return {
    'rankings.sitting': async ({ personaId }) => ({
      topicIds: await topicsOfSitting(db, { personaId, now: now(), writingNow })
    }),
    'rankings.item': ({ topicId }) => itemOf(db, { topicId, now: now(), writingNow }),
    'rankings.submit': async (input) => {
      const { id, drafts, repeat } = await submit({ db, appVersion, now: now() }, input)
      announce()
      return {
        ranking: await getRanking(db, id),
        origins: Object.fromEntries(drafts.map((draft) => [draft.id, fromJson(draft.origin)])),
        repeat
      }
    },
    'rankings.undo': async ({ id }) => {
      const { topicId } = await getRanking(db, id)
      await undo(db, { id, now: now() })
      announce()
      return { topicId }
    },
    'rankings.restore': async ({ id }) => {
      const ranking = await restore(db, { id, now: now() })
      announce()
      return ranking
    },
    'rankings.ofTopic': ({ topicId }) => findTopicRanking(db, topicId),
    'rankings.judgement': ({ personaId }) => judgementOf(db, personaId),
    'rankings.recent': ({ limit }) => listRecentRankings(db, limit)
  }
}
