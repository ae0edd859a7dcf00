import { sql } from 'kysely'
import type { Persona, PersonaInput } from '@contract/personas'
import { systemMessage } from '@contract/system-message'
import { AppError } from '../app-error'
import { newId } from '../database/ids'
import { fromJson, toJson, type Database, type Schema } from '../database/schema'

export async function listPersonas(db: Database): Promise<Persona[]> {
  const [rows, counts] = await Promise.all([
    db
      .selectFrom('personas')
      .selectAll()
      .where('deleted_at', 'is', null)
      .orderBy('created_at')
      .execute(),
    countsByPersona(db)
  ])
  return rows.map((row) => fromRow(row, counts.get(row.id) ?? noCounts))
}

/** @throws AppError `not_found` */
export async function getPersona(db: Database, id: string): Promise<Persona> {
  const persona = (await listPersonas(db)).find((one) => one.id === id)
  if (!persona) {
    throw new AppError({
      code: 'not_found',
      message: 'This persona is no longer there. It may have been deleted.'
    })
  }
  return persona
}

export async function insertPersona(db: Database, input: PersonaInput): Promise<string> {
  const id = newId()
  const now = Date.now()
  await db
    .insertInto('personas')
    .values({
      id,
      name: input.name,
      description: input.description,
      tags: toJson(input.tags),
      created_at: now,
      updated_at: now,
      deleted_at: null
    })
    .execute()
  return id
}

export async function updatePersona(db: Database, id: string, input: PersonaInput): Promise<void> {
  await db
    .updateTable('personas')
    .set({
      name: input.name,
      description: input.description,
      tags: toJson(input.tags),
      updated_at: Date.now()
    })
    .where('id', '=', id)
    .execute()
}

/** Hides or shows the persona; what belongs to it is hidden and shown with it. */
export async function setPersonaDeleted(
  db: Database,
  id: string,
  at: number | null
): Promise<void> {
  await db.updateTable('personas').set({ deleted_at: at }).where('id', '=', id).execute()
}

type Belongings = { topics: number; drafts: number; rankings: number }

/** What hides with the persona. */
export async function countBelongings(db: Database, personaId: string): Promise<Belongings> {
  const { rows } = await sql<Belongings>`
    select count(distinct topics.id) as topics,
      count(distinct drafts.id) as drafts,
      count(distinct rankings.id) as rankings
    from topics
    left join drafts on drafts.topic_id = topics.id
    left join rankings on rankings.topic_id = topics.id and rankings.superseded_by is null
    where topics.persona_id = ${personaId} and topics.deleted_at is null`.execute(db)
  return rows[0] ?? { topics: 0, drafts: 0, rankings: 0 }
}

const noCounts: Persona['counts'] = { topics: 0, withoutDrafts: 0, toRank: 0, ranked: 0, pairs: 0 }

async function countsByPersona(db: Database): Promise<Map<string, Persona['counts']>> {
  const { rows } = await sql<Persona['counts'] & { personaId: string }>`
    select topics.persona_id as "personaId", count(*) as topics,
      coalesce(sum(state.drafts < 2), 0) as "withoutDrafts",
      coalesce(sum(state.drafts >= 2 and state.ranking_id is null), 0) as "toRank",
      coalesce(sum(state.ranking_id is not null), 0) as ranked,
      coalesce(sum((select sum(pairs) from rankings
        where rankings.topic_id = topics.id and superseded_by is null)), 0) as pairs
    from topics join topic_states state on state.topic_id = topics.id
    where topics.deleted_at is null
    group by topics.persona_id`.execute(db)
  return new Map(rows.map(({ personaId, ...counts }) => [personaId, counts]))
}

function fromRow(row: Schema['personas'], counts: Persona['counts']): Persona {
  const tags = fromJson(row.tags)
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    tags,
    systemMessage: systemMessage({ name: row.name, description: row.description, tags }),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    counts
  }
}
