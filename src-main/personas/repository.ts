import { sql } from 'kysely'
import type { Writer } from '@contract/generation'
import type { Persona, PersonaInput } from '@contract/personas'
import { systemMessage, type Voice } from '@contract/system-message'
import { AppError } from '../app-error'
import { newId } from '../database/ids'
import { fromJson, toJson, type Database, type Schema } from '../database/schema'
import { countsByPersona, noCounts } from './counts'

export async function listPersonas(db: Database): Promise<Persona[]> {
  const [rows, counts] = await Promise.all([
    db
      .selectFrom('personas')
      .selectAll()
      .where('deleted_at', 'is', null)
      .orderBy('created_at')
      .orderBy('id')
      .execute(),
    countsByPersona(db)
  ])
  return rows.map((row) => fromRow(row, counts.get(row.id) ?? noCounts))
}

/** @throws AppError `not_found` */
export async function getPersona(db: Database, id: string): Promise<Persona> {
  const [row, counts] = await Promise.all([getPersonaRow(db, id), countsByPersona(db, id)])
  return fromRow(row, counts.get(id) ?? noCounts)
}

/**
 * The persona's own columns, without counting what it has.
 *
 * @throws AppError `not_found`
 */
export async function getPersonaRow(db: Database, id: string): Promise<Schema['personas']> {
  const row = await db
    .selectFrom('personas')
    .selectAll()
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (row) return row
  throw new AppError({
    code: 'not_found',
    message: 'This persona is no longer there. It may have been deleted.'
  })
}

/** What a model is told of the persona. */
export const voiceOf = (row: Schema['personas']): Voice => ({
  name: row.name,
  description: row.description,
  tags: fromJson(row.tags),
  keepOut: fromJson(row.keep_out)
})

/** Its own writer; null for the default of the settings. */
export const writerOf = (row: Schema['personas']): Writer | null =>
  row.writer === null ? null : fromJson(row.writer)

export async function insertPersona(
  db: Database,
  input: PersonaInput & { sample?: boolean; createdAt?: number }
): Promise<string> {
  const id = newId()
  const now = input.createdAt ?? Date.now()
  await db
    .insertInto('personas')
    .values({
      id,
      ...columnsOf(input),
      writer: null,
      drafts_per_topic: null,
      sample: input.sample === true ? 1 : 0,
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
    .set({ ...columnsOf(input), updated_at: Date.now() })
    .where('id', '=', id)
    .execute()
}

export async function setPersonaWriter(
  db: Database,
  id: string,
  { writer, draftsPerTopic }: { writer: Writer | null; draftsPerTopic: number | null }
): Promise<void> {
  await db
    .updateTable('personas')
    .set({
      writer: writer === null ? null : toJson(writer),
      drafts_per_topic: draftsPerTopic,
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
    with mine as (
      select id from topics where persona_id = ${personaId} and deleted_at is null
    )
    select (select count(*) from mine) as topics,
      (select count(*) from drafts where topic_id in mine) as drafts,
      (select count(*) from rankings where topic_id in mine and superseded_by is null and repeat_of is null) as rankings
  `.execute(db)
  return rows[0] ?? { topics: 0, drafts: 0, rankings: 0 }
}

const columnsOf = ({ name, description, tags, keepOut }: PersonaInput) => ({
  name,
  description,
  tags: toJson(tags),
  keep_out: toJson(keepOut)
})

function fromRow(row: Schema['personas'], counts: Persona['counts']): Persona {
  const voice = voiceOf(row)
  return {
    id: row.id,
    name: row.name,
    description: row.description,
    tags: [...voice.tags],
    keepOut: [...voice.keepOut],
    writer: writerOf(row),
    draftsPerTopic: row.drafts_per_topic,
    sample: row.sample === 1,
    systemMessage: systemMessage(voice),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    counts
  }
}
