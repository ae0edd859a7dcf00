import type { Ranking } from '@contract/rankings'
import { AppError } from '../app-error'
import { newId } from '../database/ids'
import { fromJson, toJson, type Database } from '../database/schema'
import { orderedPairs } from './pairs'

/** Topics whose latest drafts wait to be ranked: persona by persona, oldest drafts first. */
export async function listToRank(db: Database, personaId: string | null): Promise<string[]> {
  let query = db
    .selectFrom('topics')
    .innerJoin('personas', 'personas.id', 'topics.persona_id')
    .innerJoin('topic_states as state', 'state.topic_id', 'topics.id')
    .select('topics.id')
    .where('topics.deleted_at', 'is', null)
    .where('personas.deleted_at', 'is', null)
    .where('state.drafts', '>=', 2)
    .where('state.ranking_id', 'is', null)
    .orderBy('personas.created_at')
    .orderBy('state.set_id')
    .orderBy('topics.id')
  if (personaId !== null) query = query.where('topics.persona_id', '=', personaId)
  return (await query.execute()).map(({ id }) => id)
}

export type NewRanking = {
  topicId: string
  setId: string
  groups: string[][]
  presentation: string[]
  seed: number
  elapsedMs: number
  appVersion: string
  editDraftId: string | null
}

export async function insertRanking(db: Database, ranking: NewRanking): Promise<string> {
  const id = newId()
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
      created_at: Date.now(),
      superseded_by: null,
      superseded_at: null
    })
    .execute()
  return id
}

/** Takes the ranking back without removing it: it is superseded by itself, until another replaces it. */
export async function supersede(db: Database, id: string): Promise<void> {
  await db
    .updateTable('rankings')
    .set({ superseded_by: id, superseded_at: Date.now() })
    .where('id', '=', id)
    .where('superseded_by', 'is', null)
    .execute()
}

/** Says which ranking took the place of one that was superseded just now. */
export async function setSuccessor(db: Database, id: string, successorId: string): Promise<void> {
  await db
    .updateTable('rankings')
    .set({ superseded_by: successorId })
    .where('id', '=', id)
    .execute()
}

/** @throws AppError `not_found` when it is not there or was taken back */
export async function getRanking(db: Database, id: string): Promise<Ranking> {
  const row = await selectRankings(db).where('rankings.id', '=', id).executeTakeFirst()
  if (!row) {
    throw new AppError({ code: 'not_found', message: 'This ranking was taken back already.' })
  }
  return fromRow(row)
}

/** Newest first. */
export async function listRecentRankings(db: Database, limit: number): Promise<Ranking[]> {
  const rows = await selectRankings(db).orderBy('rankings.id', 'desc').limit(limit).execute()
  return rows.map(fromRow)
}

export type CurrentRanking = Ranking & {
  personaId: string
  prompt: string
  editDraftId: string | null
}

/** All rankings that count now, oldest first. */
export async function listCurrentRankings(
  db: Database,
  personaId: string | null
): Promise<CurrentRanking[]> {
  let query = selectRankings(db)
    .select(['personas.id as persona_id', 'topics.prompt', 'rankings.edit_draft_id'])
    .orderBy('rankings.id')
  if (personaId !== null) query = query.where('personas.id', '=', personaId)
  return (await query.execute()).map((row) => ({
    ...fromRow(row),
    personaId: row.persona_id,
    prompt: row.prompt,
    editDraftId: row.edit_draft_id
  }))
}

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
    createdAt: row.created_at
  }
}
