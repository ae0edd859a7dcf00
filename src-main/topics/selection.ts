import { sql, type RawBuilder, type SelectQueryBuilder } from 'kysely'
import type { TopicFilter, TopicSort } from '@contract/topics'
import type { Database, Schema } from '../database/schema'
import { folded } from '../database/folded'

export type Counts = { all: number; noDrafts: number; toRank: number; ranked: number }

/** Topics with their persona and what their drafts have come to, before anything is selected. */
export type TopicQuery = SelectQueryBuilder<
  Schema & { state: Schema['topic_states'] },
  'topics' | 'personas' | 'state',
  object
>

/** The topics of a filter, its status included. */
export function selectFiltered(db: Database, filter: TopicFilter): TopicQuery {
  const query = selectAllStates(db, filter)
  switch (filter.status) {
    case 'all':
      return query
    case 'noDrafts':
      return query.where('state.drafts', '<', 2)
    case 'toRank':
      return query.where('state.drafts', '>=', 2).where('state.ranking_id', 'is', null)
    case 'ranked':
      return query.where('state.ranking_id', 'is not', null)
  }
}

/** By status, for the filter's persona, search and kind. */
export async function countFiltered(db: Database, filter: TopicFilter): Promise<Counts> {
  return selectAllStates(db, filter)
    .select([
      sql<number>`count(*)`.as('all'),
      sql<number>`coalesce(sum(state.drafts < 2), 0)`.as('noDrafts'),
      sql<number>`coalesce(sum(state.drafts >= 2 and state.ranking_id is null), 0)`.as('toRank'),
      sql<number>`coalesce(sum(state.ranking_id is not null), 0)`.as('ranked')
    ])
    .executeTakeFirstOrThrow()
}

/** SQL to sort by; the id decides between equals, so that pages never overlap. */
export function orderOf({ by, descending }: TopicSort): RawBuilder<unknown> {
  const direction = descending ? sql`desc` : sql`asc`
  return sql`${keys[by]} ${direction}, topics.id ${direction}`
}

const keys: Record<TopicSort['by'], RawBuilder<unknown>> = {
  changed: sql`topics.updated_at`,
  title: sql`folded(topics.title)`,
  persona: sql`folded(personas.name)`,
  kind: sql`folded(coalesce(topics.kind, ''))`,
  // What the person can do next comes first.
  status: sql`case when state.ranking_id is not null then 2 when state.drafts < 2 then 1 else 0 end`
}

function selectAllStates(db: Database, { personaId, search, kind }: TopicFilter): TopicQuery {
  let query = selectVisible(db)
  if (personaId !== null) query = query.where('topics.persona_id', '=', personaId)
  if (kind !== null) query = query.where('topics.kind', '=', kind)
  if (search !== '') {
    const text = folded(search)
    query = query.where(
      sql<boolean>`(instr(folded(topics.title), ${text}) > 0
        or (topics.prompt <> topics.title and instr(folded(topics.prompt), ${text}) > 0))`
    )
  }
  return query
}

/** Topics that are not hidden, and whose persona is not. */
export function selectVisible(db: Database): TopicQuery {
  return db
    .selectFrom('topics')
    .innerJoin('personas', 'personas.id', 'topics.persona_id')
    .innerJoin('topic_states as state', 'state.topic_id', 'topics.id')
    .where('topics.deleted_at', 'is', null)
    .where('personas.deleted_at', 'is', null)
}
