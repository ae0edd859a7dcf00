import { sql } from 'kysely'
import type { Migration } from '../migration'

const statements = [
  `alter table models add column checks text not null default '[]'`,
  // A deleted model's row stays: runs and deployments go on naming what they were made from.
  `alter table models add column deleted_at integer`,
  // Where the target and the job stand; what each step found is kept, so that a retry begins there.
  `create table deployments (
    id text primary key, target text not null, source text not null, name text not null,
    run_id text references runs(id), adapter_id text references models(id),
    model_id text references models(id), quantization text not null,
    context_length integer not null, context_reason text not null, job_id text not null,
    steps text not null, unload text not null, repairs text not null default '[]',
    findings text not null default '{}', placed_at text, key text, instance_id text,
    proof text, on_stage integer not null default 0,
    created_at integer not null, deleted_at integer
  ) strict`
]

/** What delivering needs: the checks of a file, and where each was brought to. */
export const deliver: Migration = {
  name: '0004-deliver',
  up: async (db) => {
    for (const statement of statements) await sql.raw(statement).execute(db)
  }
}
