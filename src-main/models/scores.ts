import type { Rate } from '@contract/rankings'
import type { Pick } from '@contract/rewards'
import type { Database } from '../database/schema'

/** Writes down what a reward model thinks; a draft that it scored before is scored anew. */
export async function saveScores(
  db: Database,
  modelId: string,
  scores: readonly { draftId: string; score: number }[]
): Promise<void> {
  if (scores.length === 0) return
  const rows = scores.map(({ draftId, score }) => ({
    draft_id: draftId,
    model_id: modelId,
    score,
    created_at: Date.now()
  }))
  await db
    .insertInto('draft_scores')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['draft_id', 'model_id']).doUpdateSet((excluded) => ({
        score: excluded.ref('excluded.score'),
        created_at: excluded.ref('excluded.created_at')
      }))
    )
    .execute()
}

/** Best first; null while one of the drafts has no score of this model. */
export async function scoresOf(
  db: Database,
  modelId: string,
  draftIds: readonly string[]
): Promise<{ draftId: string; score: number }[] | null> {
  if (draftIds.length === 0) return null
  const rows = await db
    .selectFrom('draft_scores')
    .select(['draft_id', 'score'])
    .where('model_id', '=', modelId)
    .where('draft_id', 'in', draftIds)
    .orderBy('score', 'desc')
    .execute()
  if (rows.length < draftIds.length) return null
  return rows.map(({ draft_id: draftId, score }) => ({ draftId, score }))
}

/** The draft that leads, and by how much. */
export function pickOf(
  model: { id: string; name: string; heldOut: Rate | null },
  drafts: { draftId: string; score: number }[]
): Pick {
  const [first, second] = drafts
  const named = { modelId: model.id, modelName: model.name }
  if (!first) return { state: 'unscored', ...named }
  const lead = second ? first.score - second.score : null
  return { state: 'scored', ...named, drafts, best: first.draftId, lead, heldOut: model.heldOut }
}
