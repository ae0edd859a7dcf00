import type { DraftSet } from '@contract/drafts'
import type { Database, Schema } from '../database/schema'
import { toDraft } from './repository'

/**
 * The topic's earlier sets, newest first, and each draft that another took the place of as a set of
 * its own. What wrote a draft is said only where its set is ranked.
 */
export async function draftHistory(db: Database, topicId: string): Promise<DraftSet[]> {
  const [rows, rankings, state] = await Promise.all([
    db.selectFrom('drafts').selectAll().where('topic_id', '=', topicId).orderBy('id').execute(),
    db
      .selectFrom('rankings')
      .select(['set_id', 'edit_draft_id'])
      .where('topic_id', '=', topicId)
      .where('superseded_by', 'is', null)
      .where('repeat_of', 'is', null)
      .execute(),
    db
      .selectFrom('topic_states')
      .select('set_id')
      .where('topic_id', '=', topicId)
      .executeTakeFirst()
  ])
  const editOf = new Map(rankings.map((ranking) => [ranking.set_id, ranking.edit_draft_id]))
  const isStanding = (row: Schema['drafts']): boolean =>
    row.parent_draft_id === null && row.replaced_by === null
  const toSet = (id: string, ranked: boolean, drafts: Schema['drafts'][]): DraftSet => ({
    id,
    createdAt: drafts[0]?.created_at ?? 0,
    ranked,
    drafts: drafts.map((row) => toDraft(row, { reveal: editOf.has(row.set_id) }))
  })

  const earlier = [...Map.groupBy(rows, (row) => row.set_id)]
    .filter(([setId]) => setId !== state?.set_id)
    .map(([setId, set]) =>
      toSet(setId, editOf.has(setId), [
        ...set.filter(isStanding).sort((a, b) => a.variant_index - b.variant_index),
        ...set.filter(({ id }) => id === editOf.get(setId))
      ])
    )
  const replaced = rows
    .filter((row) => row.replaced_by !== null)
    .map((row) => toSet(row.id, false, [row]))
  return [...earlier, ...replaced]
    .filter(({ drafts }) => drafts.length > 0)
    .sort((a, b) => b.createdAt - a.createdAt)
}
