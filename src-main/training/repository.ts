import { RunData, type Halt, type Run, type StageSummary } from '@contract/training'
import { sql } from 'kysely'
import { AppError } from '../app-error'
import { fromJson, toJson, type Database, type Json } from '../database/schema'

/** A run without its job's state, which the runner knows best. */
export type StoredRun = Omit<Run, 'state'>

type NewRun = Pick<Run, 'id' | 'name' | 'personaId' | 'baseModelId' | 'preset' | 'jobId'> &
  Partial<Pick<Run, 'settings' | 'notes' | 'continuedFrom'>> & { data: RunData }

/** Gives the run the next number; a deleted run's number is never given again. */
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
      settings: run.settings ? toJson(run.settings) : null,
      notes: run.notes ?? '',
      data: toJson(run.data),
      job_id: run.jobId,
      sft: null,
      dpo: null,
      reward: null,
      adapter_id: null,
      reward_model_id: null,
      continued_from: run.continuedFrom ?? null,
      halt: null,
      created_at: Date.now(),
      deleted_at: null
    })
    .execute()
}

/** @throws AppError `not_found` */
export async function getRun(db: Database, id: string): Promise<StoredRun> {
  const [run] = await selectRuns(db, id)
  if (!run) throw new AppError({ code: 'not_found', message: 'This run is no longer there.' })
  return run
}

/** Newest first; deleted runs are not among them. */
export function listRuns(db: Database): Promise<StoredRun[]> {
  return selectRuns(db, null)
}

export type RunChange = {
  name?: string
  notes?: string
  data?: RunData
  sft?: StageSummary | null
  dpo?: StageSummary | null
  reward?: StageSummary | null
  adapterId?: string
  rewardModelId?: string
  halt?: Halt | null
  deletedAt?: number
}

/** Stage summaries that are null leave what is known. */
export async function updateRun(db: Database, id: string, change: RunChange): Promise<void> {
  const { name, notes, data, sft, dpo, reward, adapterId, rewardModelId, halt, deletedAt } = change
  const set = {
    ...(name !== undefined && { name }),
    ...(notes !== undefined && { notes }),
    ...(data && { data: toJson(data) }),
    ...(sft && { sft: toJson(sft) }),
    ...(dpo && { dpo: toJson(dpo) }),
    ...(reward && { reward: toJson(reward) }),
    ...(adapterId !== undefined && { adapter_id: adapterId }),
    ...(rewardModelId !== undefined && { reward_model_id: rewardModelId }),
    ...(halt !== undefined && { halt }),
    ...(deletedAt !== undefined && { deleted_at: deletedAt })
  }
  if (Object.keys(set).length === 0) return
  await db.updateTable('runs').set(set).where('id', '=', id).execute()
}

/** A new name is also that of what the run made, so that both are found by it. */
export async function renameRun(
  db: Database,
  run: Pick<Run, 'id' | 'name'>,
  { name, notes }: { name?: string | undefined; notes?: string | undefined }
): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    await updateRun(transaction, run.id, {
      ...(name !== undefined && { name }),
      ...(notes !== undefined && { notes })
    })
    if (name === undefined) return
    await transaction
      .updateTable('models')
      .set({ name })
      .where('run_id', '=', run.id)
      .where('kind', 'in', ['adapter', 'reward'])
      .where('name', '=', run.name)
      .execute()
  })
}

async function selectRuns(db: Database, id: string | null): Promise<StoredRun[]> {
  const all = db
    .selectFrom('runs')
    .leftJoin('models', 'models.id', 'runs.base_model_id')
    .where('runs.deleted_at', 'is', null)
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
    settings: orNull(row.settings),
    notes: row.notes,
    // Runs of before some counts were kept lack them.
    data: RunData.parse(fromJson(row.data)),
    jobId: row.job_id,
    halt: row.halt,
    sft: orNull(row.sft),
    dpo: orNull(row.dpo),
    reward: orNull(row.reward),
    adapterId: row.adapter_id,
    rewardModelId: row.reward_model_id,
    continuedFrom: row.continued_from,
    createdAt: row.created_at
  }))
}

const orNull = <T>(json: Json<T> | null): T | null => (json === null ? null : fromJson(json))
