import type { Run, RunData, StageSummary } from '@contract/training'
import { sql } from 'kysely'
import { AppError } from '../app-error'
import { fromJson, toJson, type Database } from '../database/schema'

/** A run without its job's state, which the runner knows best. */
export type StoredRun = Omit<Run, 'state'>

type NewRun = Pick<Run, 'id' | 'name' | 'personaId' | 'baseModelId' | 'preset' | 'data' | 'jobId'>

/** Gives the run the next number. */
export async function insertRun(db: Database, run: NewRun): Promise<void> {
  await db
    .insertInto('runs')
    .values({
      id: run.id,
      number: sql<number>`(select coalesce(max(number), 0) + 1 from runs)`,
      name: run.name,
      persona_id: run.personaId,
      base_model_id: run.baseModelId,
      preset: run.preset,
      data: toJson(run.data),
      job_id: run.jobId,
      sft: null,
      dpo: null,
      adapter_id: null,
      created_at: Date.now()
    })
    .execute()
}

/** @throws AppError `not_found` */
export async function getRun(db: Database, id: string): Promise<StoredRun> {
  const [run] = await selectRuns(db, id)
  if (!run) throw new AppError({ code: 'not_found', message: 'This run is no longer there.' })
  return run
}

/** Newest first. */
export function listRuns(db: Database): Promise<StoredRun[]> {
  return selectRuns(db, null)
}

export async function updateRun(
  db: Database,
  id: string,
  change: {
    data?: RunData
    sft?: StageSummary | null
    dpo?: StageSummary | null
    adapterId?: string
  }
): Promise<void> {
  const { data, sft, dpo, adapterId } = change
  const set = {
    ...(data && { data: toJson(data) }),
    ...(sft && { sft: toJson(sft) }),
    ...(dpo && { dpo: toJson(dpo) }),
    ...(adapterId !== undefined && { adapter_id: adapterId })
  }
  if (Object.keys(set).length === 0) return
  await db.updateTable('runs').set(set).where('id', '=', id).execute()
}

async function selectRuns(db: Database, id: string | null): Promise<StoredRun[]> {
  const all = db
    .selectFrom('runs')
    .leftJoin('models', 'models.id', 'runs.base_model_id')
    .selectAll('runs')
    .select('models.name as base_model_name')
    .orderBy('runs.number', 'desc')
  const rows = await (id === null ? all : all.where('runs.id', '=', id)).execute()
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    name: row.name,
    personaId: row.persona_id,
    baseModelId: row.base_model_id,
    baseModelName: row.base_model_name ?? '',
    preset: row.preset,
    data: fromJson(row.data),
    jobId: row.job_id,
    sft: row.sft === null ? null : fromJson(row.sft),
    dpo: row.dpo === null ? null : fromJson(row.dpo),
    adapterId: row.adapter_id,
    createdAt: row.created_at
  }))
}
