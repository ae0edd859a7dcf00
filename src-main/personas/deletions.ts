import { sql } from 'kysely'
import type { Database } from '../database/schema'

/** A persona that was deleted, or the sample's, removed together. */
export type PersonaDeletion = {
  at: number
  ids: string[]
  name: string
  topics: number
  /** The whole sample went at once. */
  sample: boolean
}

/** The latest first. */
export async function listPersonaDeletions(
  db: Database,
  limit: number
): Promise<PersonaDeletion[]> {
  const { rows } = await sql<{ at: number; ids: string; name: string; topics: number }>`
    select deleted_at as at, json_group_array(id) as ids, min(name) as name,
      sum((select count(*) from topics
        where topics.persona_id = personas.id and topics.deleted_at is null)) as topics
    from personas where deleted_at is not null
    group by deleted_at, iif(sample = 1, '', id) order by deleted_at desc limit ${limit}`.execute(
    db
  )
  return rows.map(({ ids: text, ...row }) => {
    // SQLite made this text of the ids, which are text.
    const ids = JSON.parse(text) as string[]
    return { ...row, ids, sample: ids.length > 1 }
  })
}
