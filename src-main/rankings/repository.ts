import type { Ranking } from '@contract/rankings'
import { AppError } from '../app-error'
import { newId } from '../database/ids'
import { fromJson, toJson, type Database } from '../database/schema'
import { orderedPairs } from './pairs'

export type NewRanking = {
  topicId: string
  setId: string
  groups: string[][]
  presentation: string[]
  seed: number
  elapsedMs: number
  appVersion: string
  editDraftId: string | null
  accepted?: string[] | null
  /** The ranking that this one only measures. */
  repeatOf?: string | null
  at?: number
}

export async function insertRanking(db: Database, ranking: NewRanking): Promise<string> {
  const id = newId()
  const { accepted = null, repeatOf = null, at = Date.now() } = ranking
  await db
    .insertInto('rankings')
    .values({
      id,
      topic_id: ranking.topicId,
      set_id: ranking.setId,
      groups: toJson(ranking.groups),
      pairs: orderedPairs(ranking.groups).length,
      presentation: toJson(ranking.presentation),
      seed: ranking.seed,
      elapsed_ms: ranking.elapsedMs,
      app_version: ranking.appVersion,
      edit_draft_id: ranking.editDraftId,
      accepted: accepted === null ? null : toJson(accepted),
      repeat_of: repeatOf,
      created_at: at,
      superseded_by: null,
      superseded_at: null
    })
    .execute()
  return id
}

/** @throws AppError `not_found` when it is not there or was taken back */
export async function getRanking(db: Database, id: string): Promise<Ranking> {
  const row = await selectRankings(db).where('rankings.id', '=', id).executeTakeFirst()
  if (!row) {
    throw new AppError({ code: 'not_found', message: 'This ranking was taken back already.' })
  }
  return fromRow(row)
}

/** The rankings that count, newest first. */
export async function listRecentRankings(db: Database, limit: number): Promise<Ranking[]> {
  const rows = await selectCounting(db).orderBy('rankings.id', 'desc').limit(limit).execute()
  return rows.map(fromRow)
}

/** The ranking that counts for the topic's latest drafts. */
export async function findTopicRanking(db: Database, topicId: string): Promise<Ranking | null> {
  const row = await selectCounting(db)
    .innerJoin('topic_states as state', 'state.ranking_id', 'rankings.id')
    .where('state.topic_id', '=', topicId)
    .executeTakeFirst()
  return row ? fromRow(row) : null
}

/** A ranking that counts, with what is needed to learn from it and to measure it. */
export type CountingRanking = Ranking & {
  personaId: string
  prompt: string
  editDraftId: string | null
  presentation: string[]
  elapsedMs: number
}

/** All rankings that count now, oldest first; repeats only measure and are not among them. */
export async function listCountingRankings(
  db: Database,
  { personaId = null, id = null }: { personaId?: string | null; id?: string | null }
): Promise<CountingRanking[]> {
  let query = selectCounting(db)
    .select([
      'personas.id as persona_id',
      'topics.prompt',
      'rankings.presentation',
      'rankings.elapsed_ms'
    ])
    .orderBy('rankings.id')
  if (personaId !== null) query = query.where('personas.id', '=', personaId)
  if (id !== null) query = query.where('rankings.id', '=', id)
  return (await query.execute()).map((row) => ({
    ...fromRow(row),
    personaId: row.persona_id,
    prompt: row.prompt,
    editDraftId: row.edit_draft_id,
    presentation: fromJson(row.presentation),
    elapsedMs: row.elapsed_ms
  }))
}

const selectCounting = (db: Database) => selectRankings(db).where('rankings.repeat_of', 'is', null)

function selectRankings(db: Database) {
  return db
    .selectFrom('rankings')
    .innerJoin('topics', 'topics.id', 'rankings.topic_id')
    .innerJoin('personas', 'personas.id', 'topics.persona_id')
    .where('rankings.superseded_by', 'is', null)
    .where('topics.deleted_at', 'is', null)
    .where('personas.deleted_at', 'is', null)
    .select([
      'rankings.id',
      'rankings.topic_id',
      'topics.title as topic_title',
      'personas.name as persona_name',
      'rankings.groups',
      'rankings.pairs',
      'rankings.accepted',
      'rankings.edit_draft_id',
      'rankings.created_at'
    ])
}

type Row = Awaited<ReturnType<ReturnType<typeof selectRankings>['executeTakeFirstOrThrow']>>

function fromRow(row: Row): Ranking {
  return {
    id: row.id,
    topicId: row.topic_id,
    topicTitle: row.topic_title,
    personaName: row.persona_name,
    groups: fromJson<string[][]>(row.groups),
    pairs: row.pairs,
    accepted: row.accepted === null ? null : fromJson<string[]>(row.accepted),
    edited: row.edit_draft_id !== null,
    createdAt: row.created_at
  }
}
