import { sql, type RawBuilder } from 'kysely'
import type { Topic, TopicFilter, TopicSort, TopicStatus } from '@contract/topics'
import { AppError } from '../app-error'
import { newId } from '../database/ids'
import { toJson, type Database } from '../database/schema'
import { orderOf, selectFiltered, selectVisible, type TopicQuery } from './selection'
import type { WritingNow } from './writing-now'

/** One page of the filter's topics, cut in the database. */
export async function pageOfTopics(
  db: Database,
  page: TopicFilter & { sort: TopicSort; offset: number; limit: number },
  now: WritingNow
): Promise<Topic[]> {
  const rows = await withColumns(selectFiltered(db, page))
    .orderBy(orderOf(page.sort))
    .limit(page.limit)
    .offset(page.offset)
    .execute()
  return rows.map((row) => fromRow(row, now))
}

export async function listTopicIds(
  db: Database,
  { sort, ...filter }: TopicFilter & { sort: TopicSort }
): Promise<string[]> {
  const rows = await selectFiltered(db, filter).select('topics.id').orderBy(orderOf(sort)).execute()
  return rows.map(({ id }) => id)
}

/** @throws AppError `not_found` */
export async function getTopic(db: Database, id: string, now: WritingNow): Promise<Topic> {
  const [topic] = await listTopicsByIds(db, [id], now)
  if (topic) return topic
  throw new AppError({
    code: 'not_found',
    message: 'This topic is no longer there. It may have been deleted.'
  })
}

/** In the order of the ids; those that are hidden or were never there are left out. */
export async function listTopicsByIds(
  db: Database,
  ids: readonly string[],
  now: WritingNow
): Promise<Topic[]> {
  const rows = await withColumns(selectVisible(db)).where('topics.id', 'in', idsIn(ids)).execute()
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => {
    const row = byId.get(id)
    return row ? [fromRow(row, now)] : []
  })
}

/** Whether neither the topic nor its persona is deleted. */
export async function isVisible(db: Database, id: string): Promise<boolean> {
  const row = await selectVisible(db)
    .select('topics.id')
    .where('topics.id', '=', id)
    .executeTakeFirst()
  return row !== undefined
}

/** Whose the topics are; those that are hidden are left out. */
export async function personaIdsOf(
  db: Database,
  ids: readonly string[]
): Promise<Map<string, string>> {
  const rows = await selectVisible(db)
    .select(['topics.id', 'topics.persona_id'])
    .where('topics.id', 'in', idsIn(ids))
    .execute()
  return new Map(rows.map((row) => [row.id, row.persona_id]))
}

export async function listTitles(db: Database, personaId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('topics')
    .select('title')
    .where('persona_id', '=', personaId)
    .where('deleted_at', 'is', null)
    .orderBy('id', 'desc')
    .execute()
  return rows.map(({ title }) => title)
}

/** The kinds in use, by name. */
export async function listKinds(db: Database, personaId: string | null): Promise<string[]> {
  let query = selectVisible(db)
    .select('topics.kind')
    .distinct()
    .where('topics.kind', 'is not', null)
    .orderBy(sql`folded(topics.kind)`)
  if (personaId !== null) query = query.where('topics.persona_id', '=', personaId)
  return (await query.execute()).flatMap(({ kind }) => kind ?? [])
}

export type NewTopic = { personaId: string; title: string; prompt: string; kind: string | null }

/** Adds all or none; returns their ids in order. */
export async function insertTopics(
  db: Database,
  topics: readonly NewTopic[],
  now = Date.now()
): Promise<string[]> {
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
  const insertAll = async (transaction: Database): Promise<void> => {
    // SQLite takes at most 32,766 parameters in one statement.
    for (let start = 0; start < rows.length; start += 1000) {
      await transaction
        .insertInto('topics')
        .values(rows.slice(start, start + 1000))
        .execute()
    }
  }
  await (db.isTransaction ? insertAll(db) : db.transaction().execute(insertAll))
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

/** Ids as a table of their own: SQLite takes 32,766 parameters, and a selection can hold more. */
export const idsIn = (ids: readonly string[]): RawBuilder<string> =>
  sql<string>`(select value from json_each(${toJson(ids)}))`

function withColumns(query: TopicQuery) {
  return query.select([
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

type Row = Awaited<ReturnType<ReturnType<typeof withColumns>['executeTakeFirstOrThrow']>>

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
