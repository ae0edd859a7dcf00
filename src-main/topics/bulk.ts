import { sql } from 'kysely'
import { toJson, type Database } from '../database/schema'
import { idsIn } from './repository'

type Belongings = { topics: number; drafts: number; rankings: number }

/**
 * Hides the topics, all with the same moment, so that they are known as one deletion; says what goes
 * with them. Topics that are hidden already are left as they are.
 */
export async function hideTopics(
  db: Database,
  ids: readonly string[],
  at: number
): Promise<Belongings> {
  return db.transaction().execute(async (transaction) => {
    const { rows } = await sql<Belongings>`
      with chosen as (
        select id from topics where id in ${idsIn(ids)} and deleted_at is null
      )
      select (select count(*) from chosen) as topics,
        (select count(*) from drafts where topic_id in chosen) as drafts,
        (select count(*) from rankings
          where topic_id in chosen and superseded_by is null and repeat_of is null) as rankings`.execute(
      transaction
    )
    await transaction
      .updateTable('topics')
      .set({ deleted_at: at })
      .where('id', 'in', idsIn(ids))
      .where('deleted_at', 'is', null)
      .execute()
    return rows[0] ?? { topics: 0, drafts: 0, rankings: 0 }
  })
}

/** Returns how many came back. */
export async function showTopics(db: Database, ids: readonly string[]): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('topics')
    .set({ deleted_at: null })
    .where('id', 'in', idsIn(ids))
    .where('deleted_at', 'is not', null)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

type Kind = { id: string; kind: string | null }

/**
 * Returns what the kinds were before. When a topic changed stays as it is: a list that is sorted by
 * it would jump under the selection.
 */
export async function changeKinds(db: Database, kinds: readonly Kind[]): Promise<Kind[]> {
  const ids = kinds.map(({ id }) => id)
  return db.transaction().execute(async (transaction) => {
    const before = await transaction
      .selectFrom('topics')
      .select(['id', 'kind'])
      .where('id', 'in', idsIn(ids))
      .execute()
    await sql`
      update topics set kind = change.value ->> 'kind'
      from json_each(${toJson(kinds)}) change
      where topics.id = change.value ->> 'id'`.execute(transaction)
    return before
  })
}

/** Topics that were deleted together; `personaName` is null where they are of several. */
export type Deletion = { at: number; ids: string[]; title: string; personaName: string | null }

/** The latest deletions of topics whose personas are still there, newest first. */
export async function listDeletions(db: Database, limit: number): Promise<Deletion[]> {
  const { rows } = await sql<Omit<Deletion, 'ids'> & { ids: string }>`
    select topics.deleted_at as at, json_group_array(topics.id) as ids,
      min(topics.title) as title,
      iif(count(distinct personas.id) = 1, min(personas.name), null) as "personaName"
    from topics join personas on personas.id = topics.persona_id
    where topics.deleted_at is not null and personas.deleted_at is null
    group by topics.deleted_at order by topics.deleted_at desc limit ${limit}`.execute(db)
  // SQLite made this text of the ids, which are text.
  return rows.map(({ ids, ...row }) => ({ ...row, ids: JSON.parse(ids) as string[] }))
}
