import { sql } from 'kysely'
import type { Migration } from '../migration'

const statements = [
  `create table personas (
    id text primary key, name text not null, description text not null, tags text not null,
    created_at integer not null, updated_at integer not null, deleted_at integer
  ) strict`,
  `create table topics (
    id text primary key, persona_id text not null references personas(id),
    title text not null, prompt text not null, kind text, stopped_reason text,
    created_at integer not null, updated_at integer not null, deleted_at integer
  ) strict`,
  `create index topics_by_persona on topics(persona_id, deleted_at)`,
  `create table drafts (
    id text primary key, topic_id text not null references topics(id), set_id text not null,
    variant_index integer not null, text text not null,
    parent_draft_id text references drafts(id), cut_short integer not null,
    origin text not null, created_at integer not null
  ) strict`,
  `create index drafts_by_topic on drafts(topic_id, id)`,
  `create index drafts_by_set on drafts(set_id, topic_id)`,
  `create table rankings (
    id text primary key, topic_id text not null references topics(id), set_id text not null,
    groups text not null, pairs integer not null, presentation text not null, seed integer not null,
    elapsed_ms integer not null, app_version text not null,
    edit_draft_id text references drafts(id),
    created_at integer not null, superseded_by text references rankings(id), superseded_at integer
  ) strict`,
  `create unique index one_current_ranking on rankings(topic_id, set_id)
    where superseded_by is null`,
  // A topic's state is that of its latest set of drafts; edits belong to the ranking, not to the set.
  `create view topic_states as
    with latest as (
      select topics.id as topic_id, (
        select set_id from drafts
        where drafts.topic_id = topics.id and parent_draft_id is null
        order by drafts.id desc limit 1
      ) as set_id
      from topics
    )
    select topic_id, set_id,
      (select count(*) from drafts
        where drafts.set_id = latest.set_id and drafts.topic_id = latest.topic_id
          and parent_draft_id is null) as drafts,
      (select id from rankings
        where rankings.set_id = latest.set_id and rankings.topic_id = latest.topic_id
          and superseded_by is null) as ranking_id
    from latest`,
  `create table jobs (
    id text primary key, kind text not null, title text not null, subject_id text,
    input text not null, steps text not null, state text not null, status text not null,
    created_at integer not null, started_at integer
  ) strict`,
  `create index jobs_by_status on jobs(status)`,
  `create table models (
    id text primary key, kind text not null, name text not null,
    parent_id text references models(id), run_id text references runs(id),
    path text not null, size_bytes integer not null, quantization text, licence text,
    canary_agrees integer, created_at integer not null
  ) strict`,
  `create table runs (
    id text primary key, number integer not null unique, name text not null,
    persona_id text references personas(id), base_model_id text not null references models(id),
    preset text not null, data text not null, job_id text not null references jobs(id),
    sft text, dpo text, adapter_id text references models(id), created_at integer not null
  ) strict`,
  `create table settings (key text primary key, value text not null) strict`
]

export const initial: Migration = {
  name: '0001-initial',
  up: async (db) => {
    for (const statement of statements) await sql.raw(statement).execute(db)
  }
}
