import { sql } from 'kysely'
import type { Persona } from '@contract/personas'
import type { Database } from '../database/schema'

export const noCounts: Persona['counts'] = {
  topics: 0,
  withoutDrafts: 0,
  toRank: 0,
  ranked: 0,
  pairs: 0
}

/** What each persona's topics have come to, of all personas or of one. */
export async function countsByPersona(
  db: Database,
  personaId: string | null = null
): Promise<Map<string, Persona['counts']>> {
  const mine = personaId === null ? sql`` : sql`and topics.persona_id = ${personaId}`
  const { rows } = await sql<Persona['counts'] & { personaId: string }>`
    select topics.persona_id as "personaId", count(*) as topics,
      sum(state.drafts < 2) as "withoutDrafts",
      sum(state.drafts >= 2 and state.ranking_id is null) as "toRank",
      sum(state.ranking_id is not null) as ranked,
      sum(state.pairs) as pairs
    from topics join topic_states state on state.topic_id = topics.id
    where topics.deleted_at is null ${mine}
    group by topics.persona_id`.execute(db)
  return new Map(rows.map(({ personaId: id, ...counts }) => [id, counts]))
}
