import { AppError } from '../app-error'
import type { Database } from '../database/schema'
import { insertDrafts, setStoppedReason, type NewDraft } from './repository'

/**
 * Adds a draft to a set that stands already; the one it takes the place of is kept as history. Both
 * are on disk together or not at all.
 *
 * @throws AppError `conflict` when the set was ranked meanwhile
 */
export async function placeDraft(
  db: Database,
  { draft, replaces }: { draft: NewDraft; replaces: string | null }
): Promise<void> {
  const { topicId, setId } = draft
  await db.transaction().execute(async (transaction) => {
    await assertNotRanked(transaction, { topicId, setId })
    const [id = ''] = await insertDrafts(transaction, [draft])
    if (replaces !== null) {
      await transaction
        .updateTable('drafts')
        .set({ replaced_by: id })
        .where('id', '=', replaces)
        .execute()
    }
    await setStoppedReason(transaction, topicId, null)
  })
}

/** @throws AppError `conflict`: what was ranked stays as it was ranked */
export async function assertNotRanked(
  db: Database,
  { topicId, setId }: { topicId: string; setId: string }
): Promise<void> {
  const ranking = await db
    .selectFrom('rankings')
    .select('id')
    .where('topic_id', '=', topicId)
    .where('set_id', '=', setId)
    .where('superseded_by', 'is', null)
    .executeTakeFirst()
  if (!ranking) return
  throw new AppError({
    code: 'conflict',
    message: 'These drafts are ranked, so none of them is written again. The ranking is unharmed.',
    remedy: { text: 'Take the ranking back first, or write new drafts for the topic.' }
  })
}
