import path from 'node:path'
import Sqlite from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { expect, test } from 'vitest'
import { createClient } from '../../../src-main/client'
import { openDatabase } from '../../../src-main/database/connection'
import { newId } from '../../../src-main/database/ids'
import { migrate, migrations } from '../../../src-main/database/migrator'
import type { Schema } from '../../../src-main/database/schema'
import { datasetHandlers } from '../../../src-main/datasets/datasets'
import { createEvents } from '../../../src-main/events'
import { listPersonas } from '../../../src-main/personas/repository'
import { rankingHandlers } from '../../../src-main/rankings/rankings'
import { createWritingNow } from '../../../src-main/topics/writing-now'
import { temporaryFolder } from '../../fixtures/project'

const [personaId, ranked, waiting, bare] = [newId(), newId(), newId(), newId()]
const [oldSet, newSet, waitingSet] = [newId(), newId(), newId()]
const oldDrafts = [newId(), newId()]
const newDrafts = [newId(), newId(), newId()]
const waitingDrafts = [newId(), newId()]
const edit = newId()
const [undone, replaced, current, ofOldSet] = [newId(), newId(), newId(), newId()]

test('a project of the first release keeps every row, and its rankings go on counting', async () => {
  const projectDir = temporaryFolder()
  await writeFirstRelease(path.join(projectDir, 'understudy.db'))
  const db = await openDatabase(projectDir)
  const { rankings, ...call } = await callsOf(db)
  try {
    expect(rankings).toEqual([undone, replaced, current, ofOldSet].sort())
    expect(await states(db)).toEqual(
      new Map([
        [ranked, { set_id: newSet, drafts: 3, ranking_id: current, pairs: 7 }],
        [waiting, { set_id: waitingSet, drafts: 2, ranking_id: null, pairs: 0 }],
        [bare, { set_id: null, drafts: 0, ranking_id: null, pairs: 0 }]
      ])
    )
    const [persona] = await listPersonas(db)
    expect(persona).toMatchObject({
      keepOut: [],
      writer: null,
      sample: false,
      counts: { topics: 3, withoutDrafts: 1, toRank: 1, ranked: 1, pairs: 7 }
    })
    expect(await call.ask('rankings.sitting', {})).toEqual({ topicIds: [waiting] })
    expect(await call.ask('rankings.ofTopic', { topicId: ranked })).toMatchObject({
      id: current,
      accepted: null,
      edited: true,
      pairs: 6
    })
    expect((await call.ask('datasets.ofTopic', { topicId: ranked }))?.sft).toEqual([edit])

    // The new schema is at work: a ranking and its undoing show in the topic's state.
    const { seed, drafts } = await call.ask('rankings.item', { topicId: waiting })
    const ids = drafts.map(({ id }) => id)
    const { ranking } = await call.ask('rankings.submit', {
      topicId: waiting,
      groups: ids.map((id) => [id]),
      presentation: ids,
      seed,
      elapsedMs: 1
    })
    expect((await states(db)).get(waiting)).toMatchObject({ ranking_id: ranking.id, pairs: 1 })
    await call.ask('rankings.undo', { id: ranking.id })
    expect((await states(db)).get(waiting)).toMatchObject({ ranking_id: null, pairs: 0 })
  } finally {
    await db.destroy()
  }
})

test('a copy of the project as it was lies in its backups', async () => {
  const projectDir = temporaryFolder()
  await writeFirstRelease(path.join(projectDir, 'understudy.db'))
  await (await openDatabase(projectDir)).destroy()
  const copy = new Sqlite(path.join(projectDir, 'backups', 'before-0002-authoring.db'), {
    readonly: true
  })
  expect(copy.pragma('user_version', { simple: true })).toBe(1)
  expect(copy.prepare('select count(*) as count from rankings').get()).toEqual({ count: 4 })
  copy.close()
})

async function callsOf(db: Kysely<Schema>) {
  const writingNow = createWritingNow()
  const rows = await db.selectFrom('rankings').select('id').orderBy('id').execute()
  return {
    rankings: rows.map(({ id }) => id),
    ask: createClient({
      ...rankingHandlers({ db, events: createEvents(), writingNow, appVersion: '0.0.0' }),
      ...datasetHandlers({ db })
    })
  }
}

async function states(db: Kysely<Schema>) {
  const rows = await db.selectFrom('topic_states').selectAll().execute()
  return new Map(rows.map(({ topic_id, ...state }) => [topic_id, state]))
}

/** A database as the first release left it: two sets of drafts, an edit, an undo, a replaced ranking. */
async function writeFirstRelease(file: string): Promise<void> {
  const sqlite = new Sqlite(file)
  const db = new Kysely<Schema>({ dialect: new SqliteDialect({ database: sqlite }) })
  await migrate({ db, sqlite, backupsDir: '', steps: migrations.slice(0, 1) })
  const insert = (table: string, row: Record<string, string | number | null>): void => {
    const names = Object.keys(row)
    const places = names.map((name) => `@${name}`)
    sqlite.prepare(`insert into ${table} (${names.join()}) values (${places.join()})`).run(row)
  }
  const times = { created_at: 1000, updated_at: 1000, deleted_at: null }
  insert('personas', { id: personaId, name: 'Pilot', description: 'Dry.', tags: '[]', ...times })
  for (const id of [ranked, waiting, bare]) {
    const text = { title: 'Tides', prompt: 'Say something on tides.', kind: null }
    insert('topics', { id, persona_id: personaId, ...text, stopped_reason: null, ...times })
  }
  const origin = JSON.stringify({
    engine: 'embedded',
    model: 'A model',
    sampling: null,
    seed: 1,
    promptTokens: null,
    completionTokens: null,
    elapsedMs: null
  })
  const draft = (id: string, topic_id: string, set_id: string, parent: string | null = null) => {
    const row = { id, topic_id, set_id, variant_index: 0, text: `Text ${id}`, cut_short: 0 }
    insert('drafts', { ...row, parent_draft_id: parent, origin, created_at: 1000 })
  }
  for (const id of oldDrafts) draft(id, ranked, oldSet)
  for (const id of newDrafts) draft(id, ranked, newSet)
  for (const id of waitingDrafts) draft(id, waiting, waitingSet)
  draft(edit, ranked, newSet, newDrafts[0])

  const order = (ids: readonly string[]): string => JSON.stringify(ids.map((id) => [id]))
  const ranking = (id: string, rest: Record<string, string | number | null>): void => {
    insert('rankings', {
      id,
      topic_id: ranked,
      set_id: newSet,
      groups: order(newDrafts),
      pairs: 3,
      presentation: JSON.stringify(newDrafts),
      seed: 1,
      elapsed_ms: 1000,
      app_version: '0.1.0',
      edit_draft_id: null,
      created_at: 2000,
      superseded_by: null,
      superseded_at: null,
      ...rest
    })
  }
  ranking(current, { groups: order([edit, ...newDrafts]), pairs: 6, edit_draft_id: edit })
  ranking(undone, { superseded_by: undone, superseded_at: 3000 })
  ranking(replaced, { superseded_by: current, superseded_at: 3000 })
  ranking(ofOldSet, { set_id: oldSet, groups: order(oldDrafts), pairs: 1 })
  await db.destroy()
}
