import type { Handlers } from '@contract/calls'
import { AppError } from '../app-error'
import type { Database } from '../database/schema'
import { listLatestDrafts } from '../drafts/repository'
import type { Events } from '../events'
import { onStatusChange } from '../jobs/status-changes'
import { findTopicRanking } from '../rankings/repository'
import { submit } from '../rankings/submit'

type Options = { db: Database; events: Events; appVersion: string }

/** The person takes over what a reward model picked: accepted drafts like those of a sitting. */
export function acceptHandlers({
  db,
  events,
  appVersion
}: Options): Pick<Handlers, 'rewards.accept'> {
  // What a model thinks of drafts is new when it has scored them.
  onStatusChange(events, 'score', () => events.changed('models'))
  return {
    'rewards.accept': async ({ picks, elapsedMs }) => {
      const now = Date.now()
      const each = Math.round(elapsedMs / picks.length)
      const rankingIds: string[] = []
      for (const { topicId, draftId } of picks) {
        const ids = (await listLatestDrafts(db, topicId)).map(({ id }) => id)
        const rest = ids.filter((id) => id !== draftId)
        const changed = rest.length === ids.length || rest.length === 0
        if (changed || (await findTopicRanking(db, topicId)) !== null) continue
        const { id } = await submit(
          { db, appVersion, now },
          {
            topicId,
            groups: [[draftId], rest],
            accepted: [draftId],
            // As they stand on the topic's own page: nothing was shuffled.
            presentation: ids,
            seed: 0,
            elapsedMs: each,
            edit: null
          }
        )
        rankingIds.push(id)
      }
      if (rankingIds.length === 0) throw nothingAccepted()
      events.changed('rankings', 'topics', 'personas', 'drafts')
      return { rankingIds, skipped: picks.length - rankingIds.length }
    }
  }
}

const nothingAccepted = (): AppError =>
  new AppError({
    code: 'conflict',
    message:
      'Nothing was accepted: meanwhile these topics were ranked, or have other drafts. What was ranked is unharmed.',
    remedy: { text: 'Look at them as they are now.' }
  })
