import { sql } from 'kysely'
import type { Database } from '../database/schema'

const ENOUGH_TO_KNOW = 5
const LOOKED_AT = 50

/** What ranking all topics that wait would add: each pair of drafts that differ in rank. */
export async function countPairsToRank(db: Database): Promise<number> {
  const { rows } = await sql<{ pairs: number }>`
    select coalesce(sum(state.drafts * (state.drafts - 1) / 2), 0) as pairs
    from topic_states state
    join topics on topics.id = state.topic_id
    join personas on personas.id = topics.persona_id
    where state.drafts >= 2 and state.ranking_id is null
      and topics.deleted_at is null and personas.deleted_at is null`.execute(db)
  return rows[0]?.pairs ?? 0
}

/** Ids of the adapters that answered where they were loaded, or are on their way there. */
export async function deployedAdapters(db: Database): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('deployments')
    .innerJoin('jobs', 'jobs.id', 'deployments.job_id')
    .select('deployments.adapter_id')
    .where('deployments.deleted_at', 'is', null)
    .where('jobs.status', 'in', ['queued', 'running', 'succeeded'])
    .execute()
  return new Set(rows.flatMap((row) => row.adapter_id ?? []))
}

/** How long the person took for a topic lately, in the middle; null until there are a few. */
export async function usualPace(db: Database): Promise<number | null> {
  const rows = await db
    .selectFrom('rankings')
    .select('elapsed_ms')
    .where('superseded_by', 'is', null)
    .orderBy('id', 'desc')
    .limit(LOOKED_AT)
    .execute()
  if (rows.length < ENOUGH_TO_KNOW) return null
  const sorted = rows.map((row) => row.elapsed_ms).sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? null
}

/** Whether the person has topics of their own among the sample's: its own came with their persona. */
export async function hasOwnTopicsInSample(db: Database): Promise<boolean> {
  const { rows } = await sql`
    select 1 from topics join personas on personas.id = topics.persona_id
    where personas.sample = 1 and personas.deleted_at is null and topics.deleted_at is null
      and topics.created_at <> personas.created_at limit 1`.execute(db)
  return rows.length > 0
}
