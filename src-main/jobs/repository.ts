import type { Job, JobState } from '@contract/jobs'
import { AppError } from '../app-error'
import { fromJson, toJson, type Database, type Schema } from '../database/schema'

export type StoredJob = Job & { input: unknown }

export async function insertJob(db: Database, job: StoredJob): Promise<void> {
  await db
    .insertInto('jobs')
    .values({
      id: job.id,
      kind: job.kind,
      title: job.title,
      subject_id: job.subjectId,
      input: toJson(job.input),
      steps: toJson(job.steps),
      state: toJson(job.state),
      status: job.state.status,
      created_at: job.createdAt,
      started_at: job.startedAt
    })
    .execute()
}

export async function updateJobState(db: Database, id: string, state: JobState): Promise<void> {
  await db
    .updateTable('jobs')
    .set({ state: toJson(state), status: state.status })
    .where('id', '=', id)
    .execute()
}

export async function markJobStarted(db: Database, id: string, at: number): Promise<void> {
  await db.updateTable('jobs').set({ started_at: at }).where('id', '=', id).execute()
}

/** @throws AppError `not_found` */
export async function getJob(db: Database, id: string): Promise<StoredJob> {
  const row = await db.selectFrom('jobs').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) throw new AppError({ code: 'not_found', message: 'This job is no longer there.' })
  return fromRow(row)
}

export async function listJobs(db: Database, limit: number): Promise<StoredJob[]> {
  const rows = await db.selectFrom('jobs').selectAll().orderBy('id', 'desc').limit(limit).execute()
  return rows.map(fromRow)
}

/** Jobs that have begun or wait, oldest first: what a restart has to deal with. */
export async function listUnfinishedJobs(db: Database): Promise<StoredJob[]> {
  const rows = await db
    .selectFrom('jobs')
    .selectAll()
    .where('status', 'in', ['queued', 'running'])
    .orderBy('id')
    .execute()
  return rows.map(fromRow)
}

function fromRow(row: Schema['jobs']): StoredJob {
  return {
    id: row.id,
    kind: row.kind,
    title: row.title,
    subjectId: row.subject_id,
    input: fromJson(row.input),
    steps: fromJson(row.steps),
    state: fromJson(row.state),
    createdAt: row.created_at,
    startedAt: row.started_at
  }
}
