import type { Topic, TopicStatus } from '@contract/topics'
import { AppError } from '../app-error'
import { newId } from '../database/ids'
import type { Database } from '../database/schema'
import type { WritingNow } from './writing-now'

export type TopicFilter = {
  personaId: string | null
  status: 'all' | 'noDrafts' | 'toRank' | 'ranked'
}

/** Newest change first. */
export async function listTopics(
  db: Database,
  filter: TopicFilter,
  now: WritingNow
): Promise<Topic[]> {
  let query = selectTopics(db).orderBy('topics.updated_at', 'desc').orderBy('topics.id', 'desc')
  if (filter.personaId !== null) query = query.where('topics.persona_id', '=', filter.personaId)
  if (filter.status === 'noDrafts') query = query.where('state.drafts', '<', 2)
  if (filter.status === 'toRank') {
    query = query.where('state.drafts', '>=', 2).where('state.ranking_id', 'is', null)
  }
  if (filter.status === 'ranked') query = query.where('state.ranking_id', 'is not', null)
  return (await query.execute()).map((row) => fromRow(row, now))
}

/** @throws AppError `not_found` */
export async function getTopic(db: Database, id: string, now: WritingNow): Promise<Topic> {
  const row = await selectTopics(db).where('topics.id', '=', id).executeTakeFirst()
  if (!row) {
    throw new AppError({
      code: 'not_found',
      message: 'This topic is no longer there. It may have been deleted.'
    })
  }
  return fromRow(row, now)
}

export async function listTitles(db: Database, personaId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('topics')
    .select('title')
    .where('persona_id', '=', personaId)
    .where('deleted_at', 'is', null)
    .execute()
  return rows.map(({ title }) => title)
}

export type NewTopic = { personaId: string; title: string; prompt: string; kind: string | null }

/** Adds all or none; returns their ids in order. */
export async function insertTopics(db: Database, topics: readonly NewTopic[]): Promise<string[]> {
  const now = Date.now()
  const rows = topics.map((topic) => ({
    id: newId(),
    persona_id: topic.personaId,
    title: topic.title,
    prompt: topic.prompt,
    kind: topic.kind,
    stopped_reason: null,
    created_at: now,
    updated_at: now,
    deleted_at: null
  }))
  await db.transaction().execute(async (transaction) => {
    // SQLite takes at most 32,766 parameters in one statement.
    for (let start = 0; start < rows.length; start += 1000) {
      await transaction
        .insertInto('topics')
        .values(rows.slice(start, start + 1000))
        .execute()
    }
  })
  return rows.map(({ id }) => id)
}

export async function updateTopic(
  db: Database,
  id: string,
  values: { title: string; prompt: string; kind: string | null }
): Promise<void> {
  await db
    .updateTable('topics')
    .set({ ...values, updated_at: Date.now() })
    .where('id', '=', id)
    .execute()
}

export async function setTopicDeleted(db: Database, id: string, at: number | null): Promise<void> {
  await db.updateTable('topics').set({ deleted_at: at }).where('id', '=', id).execute()
}

export async function countTopicBelongings(
  db: Database,
  topicId: string
): Promise<{ drafts: number; rankings: number }> {
  const [drafts, rankings] = await Promise.all([
    db
      .selectFrom('drafts')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('topic_id', '=', topicId)
      .executeTakeFirstOrThrow(),
    db
      .selectFrom('rankings')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('topic_id', '=', topicId)
      .where('superseded_by', 'is', null)
      .executeTakeFirstOrThrow()
  ])
  return { drafts: drafts.count, rankings: rankings.count }
}

function selectTopics(db: Database) {
  return db
    .selectFrom('topics')
    .innerJoin('personas', 'personas.id', 'topics.persona_id')
    .innerJoin('topic_states as state', 'state.topic_id', 'topics.id')
    .where('topics.deleted_at', 'is', null)
    .where('personas.deleted_at', 'is', null)
    .select([
      'topics.id',
      'topics.persona_id',
      'personas.name as persona_name',
      'topics.title',
      'topics.prompt',
      'topics.kind',
      'topics.stopped_reason',
      'topics.created_at',
      'topics.updated_at',
      'state.drafts',
      'state.ranking_id'
    ])
}

type Row = Awaited<ReturnType<ReturnType<typeof selectTopics>['executeTakeFirstOrThrow']>>

function fromRow(row: Row, now: WritingNow): Topic {
  const status = now.stateOf(row.id) ?? storedStatus(row)
  return {
    id: row.id,
    personaId: row.persona_id,
    personaName: row.persona_name,
    title: row.title,
    prompt: row.prompt,
    kind: row.kind,
    status,
    statusReason: status === 'stopped' ? row.stopped_reason : null,
    drafts: row.drafts,
    createdAt: row.created_at,
    updatedAt: row.updated_at
  }
}

function storedStatus(row: Row): TopicStatus {
  if (row.ranking_id !== null) return 'ranked'
  if (row.drafts >= 2) return 'toRank'
  return row.stopped_reason === null ? 'noDrafts' : 'stopped'
}
