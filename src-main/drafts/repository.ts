import type { Draft } from '@contract/drafts'
import type { DraftOrigin } from '@contract/generation'
import { newId } from '../database/ids'
import { fromJson, toJson, type Database, type Schema } from '../database/schema'
import { countWords } from './words'

export type NewDraft = {
  topicId: string
  setId: string
  variantIndex: number
  text: string
  cutShort: boolean
  origin: DraftOrigin
  parentDraftId: string | null
}

/** Adds all or none; returns their ids in order. */
export async function insertDrafts(
  db: Database,
  drafts: readonly NewDraft[],
  now = Date.now()
): Promise<string[]> {
  const rows = drafts.map((draft) => ({
    id: newId(),
    topic_id: draft.topicId,
    set_id: draft.setId,
    variant_index: draft.variantIndex,
    text: draft.text,
    parent_draft_id: draft.parentDraftId,
    replaced_by: null,
    cut_short: draft.cutShort ? (1 as const) : (0 as const),
    origin: toJson(draft.origin),
    created_at: now
  }))
  await db.insertInto('drafts').values(rows).execute()
  return rows.map(({ id }) => id)
}

/** The drafts of the topic's latest set by variant index, without edits and those written anew. */
export async function listLatestDrafts(db: Database, topicId: string): Promise<Schema['drafts'][]> {
  return db
    .selectFrom('drafts')
    .innerJoin('topic_states as state', (join) =>
      join
        .onRef('state.topic_id', '=', 'drafts.topic_id')
        .onRef('state.set_id', '=', 'drafts.set_id')
    )
    .selectAll('drafts')
    .where('drafts.topic_id', '=', topicId)
    .where('drafts.parent_draft_id', 'is', null)
    .where('drafts.replaced_by', 'is', null)
    .orderBy('drafts.variant_index')
    .execute()
}

export async function listDraftsByIds(
  db: Database,
  ids: readonly string[]
): Promise<Schema['drafts'][]> {
  if (ids.length === 0) return []
  return db.selectFrom('drafts').selectAll().where('id', 'in', ids).execute()
}

/** The topics that have drafts of this set, or of a set that was asked for later: ids sort by time. */
export async function topicsWrittenSince(db: Database, setId: string): Promise<Set<string>> {
  const rows = await db
    .selectFrom('drafts')
    .select('topic_id')
    .distinct()
    .where('set_id', '>=', setId)
    .execute()
  return new Set(rows.map(({ topic_id }) => topic_id))
}

/** Null keeps the topic's drafts without a complaint; a reason marks it as stopped. */
export async function setStoppedReason(
  db: Database,
  topicId: string,
  reason: string | null
): Promise<void> {
  await db
    .updateTable('topics')
    .set({ stopped_reason: reason, updated_at: Date.now() })
    .where('id', '=', topicId)
    .execute()
}

/** `reveal` only for a ranked topic: before that nothing may say what wrote a draft. */
export function toDraft(row: Schema['drafts'], { reveal }: { reveal: boolean }): Draft {
  return {
    id: row.id,
    topicId: row.topic_id,
    variantIndex: row.variant_index,
    text: row.text,
    words: countWords(row.text),
    parentDraftId: row.parent_draft_id,
    cutShort: row.cut_short === 1,
    origin: reveal ? fromJson(row.origin) : null,
    createdAt: row.created_at
  }
}
