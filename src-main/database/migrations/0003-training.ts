import { sql } from 'kysely'
import type { Migration } from '../migration'

const statements = [
  // Null for runs that were started before every setting was kept.
  `alter table runs add column settings text`,
  `alter table runs add column notes text not null default ''`,
  `alter table runs add column reward text`,
  `alter table runs add column reward_model_id text references models(id)`,
  `alter table runs add column continued_from text references runs(id)`,
  `alter table runs add column halt text`,
  `alter table runs add column deleted_at integer`,
  `alter table models add column origin text`,
  `create table draft_scores (
    draft_id text not null references drafts(id), model_id text not null references models(id),
    score real not null, created_at integer not null, primary key (draft_id, model_id)
  ) strict, without rowid`,
  `create table probes (
    id text primary key, machine text not null, base_model_id text not null references models(id),
    stage text not null, settings text not null, result text not null, created_at integer not null
  ) strict`
]

/** What training in full needs: settings, reward models and their scores, probes, pauses, notes. */
export const training: Migration = {
  name: '0003-training',
  up: async (db) => {
    for (const statement of statements) await sql.raw(statement).execute(db)
  }
}
