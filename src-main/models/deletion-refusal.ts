import type { Model } from '@contract/models'
import type { Database } from '../database/schema'

type Options = {
  db: Database
  /** Ids of the models that write drafts now. */
  writingModels: () => Promise<ReadonlySet<string>>
}

/** Why none of these can be deleted now, with what to do first; null where nothing needs them. */
export async function refusalOf(
  { db, writingModels }: Options,
  going: readonly Model[]
): Promise<string | null> {
  const base = going.find(({ kind }) => kind === 'base')
  // They belong to the machine, and other projects may use them.
  if (base) return `${base.name} is a base model. Those are removed where they are added.`
  const writing = await writingModels()
  const writer = going.find(({ id }) => writing.has(id))
  if (writer) {
    return `${writer.name} writes drafts now. Choose another writer first, then delete it.`
  }
  const onStage = await namesOnStage(db, going)
  if (onStage[0] !== undefined) {
    return `${onStage[0]} is on stage. Unload it first, then delete it.`
  }
  const busy = await listUnfinishedWork(db)
  const needed = going.find(({ id }) => busy.has(id))
  return needed
    ? `${needed.name} is in use by a job that has not ended. Wait for it or stop it first.`
    : null
}

/** Ids of all models that an unfinished job reads or makes something of. */
export async function listUnfinishedWork(db: Database): Promise<ReadonlySet<string>> {
  const jobs = await db
    .selectFrom('jobs')
    .select(['id', 'subject_id'])
    .where('status', 'in', ['queued', 'running'])
    .execute()
  if (jobs.length === 0) return new Set()
  const jobIds = jobs.map(({ id }) => id)
  const runs = await db
    .selectFrom('runs')
    .select(['base_model_id', 'adapter_id'])
    .where('job_id', 'in', jobIds)
    .execute()
  const deployments = await db
    .selectFrom('deployments')
    .select(['adapter_id', 'model_id'])
    .where('job_id', 'in', jobIds)
    .execute()
  const ids = [
    ...jobs.map((job) => job.subject_id),
    ...runs.flatMap((run) => [run.base_model_id, run.adapter_id]),
    ...deployments.flatMap((one) => [one.adapter_id, one.model_id])
  ]
  return withAncestors(db, new Set(ids.filter((id) => id !== null)))
}

/** A job that works on an adapter or a file also needs what that was made from. */
async function withAncestors(db: Database, ids: Set<string>): Promise<ReadonlySet<string>> {
  const rows = await db.selectFrom('models').select(['id', 'parent_id']).execute()
  const parents = new Map(rows.map((row) => [row.id, row.parent_id]))
  for (const id of ids) {
    const parent = parents.get(id)
    // A set that grows while it is walked hands out what was added.
    if (parent != null) ids.add(parent)
  }
  return ids
}

async function namesOnStage(db: Database, going: readonly Model[]): Promise<string[]> {
  const rows = await db
    .selectFrom('deployments')
    .select('name')
    .where(
      'model_id',
      'in',
      going.map(({ id }) => id)
    )
    .where('on_stage', '=', 1)
    .where('deleted_at', 'is', null)
    .execute()
  return rows.map(({ name }) => name)
}
