import { sql } from 'kysely'
import type { Migration } from '../migration'

const statements = [
  `alter table personas add column keep_out text not null default '[]'`,
  `alter table personas add column writer text`,
  `alter table personas add column drafts_per_topic integer`,
  `alter table personas add column sample integer not null default 0`,
  `alter table drafts add column replaced_by text references drafts(id)`,
  `alter table rankings add column accepted text`,
  `alter table rankings add column repeat_of text references rankings(id)`,
  `create table comments (
    id text primary key, topic_id text not null references topics(id),
    draft_id text references drafts(id), text text not null,
    created_at integer not null, updated_at integer not null, deleted_at integer
  ) strict`,
  `create index comments_by_topic on comments(topic_id)`,
  // A topic that came back and was ranked again keeps its first ranking: the second only measures.
  `drop index one_current_ranking`,
  `create unique index one_current_ranking on rankings(topic_id, set_id)
    where superseded_by is null and repeat_of is null`,
  `create unique index one_current_repeat on rankings(repeat_of)
    where superseded_by is null and repeat_of is not null`,
  // What a topic's latest set of drafts has come to, worked out anew; edits belong to the ranking.
  `drop view topic_states`,
  `create view computed_topic_states as
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
          and parent_draft_id is null and replaced_by is null) as drafts,
      (select id from rankings
        where rankings.set_id = latest.set_id and rankings.topic_id = latest.topic_id
          and superseded_by is null and repeat_of is null) as ranking_id,
      (select coalesce(sum(pairs), 0) from rankings
        where rankings.topic_id = latest.topic_id
          and superseded_by is null and repeat_of is null) as pairs
    from latest`,
  // The same as a table, kept by triggers: lists and counts read it after every key of a sitting.
  `create table topic_states (
    topic_id text primary key references topics(id), set_id text, drafts integer not null,
    ranking_id text, pairs integer not null
  ) strict, without rowid`,
  `insert into topic_states select * from computed_topic_states`,
  `create trigger state_of_new_topic after insert on topics begin
    insert into topic_states values (new.id, null, 0, null, 0);
  end`,
  ...[
    ['new_draft', 'insert on drafts'],
    ['replaced_draft', 'update of replaced_by on drafts'],
    ['new_ranking', 'insert on rankings'],
    ['changed_ranking', 'update of superseded_by, repeat_of, pairs on rankings']
  ].map(
    ([name, event]) => `create trigger state_after_${name} after ${event} begin
      update topic_states set (set_id, drafts, ranking_id, pairs) = (
        select set_id, drafts, ranking_id, pairs from computed_topic_states
        where topic_id = new.topic_id
      ) where topic_id = new.topic_id;
    end`
  ),
  `create index topics_by_change on topics(updated_at, id)`,
  `create index deleted_topics on topics(deleted_at) where deleted_at is not null`
]

/** What authoring and ranking in full need: repeats, verdicts, comments, writers of a persona's own. */
export const authoring: Migration = {
  name: '0002-authoring',
  up: async (db) => {
    for (const statement of statements) await sql.raw(statement).execute(db)
  }
}
