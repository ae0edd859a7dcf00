import fs from 'node:fs'
import path from 'node:path'
import type { RunSize } from '@contract/run-history'
import type { Run } from '@contract/training'
import { AppError } from '../app-error'
import type { Database } from '../database/schema'
import { updateRun } from './repository'
import { runFolder } from './run-folder'
import { trainerIsAlive } from './trainer-process'

type Options = { db: Database; projectDir: string }

/** What a run takes on the disk, and what was made of it. */
export async function sizeOfRun({ db, projectDir }: Options, run: Run): Promise<RunSize> {
  const { dir, output } = runFolder(projectDir, run.id)
  const checkpoints = (['sft', 'dpo', 'reward'] as const).map((stage) =>
    path.join(output(stage), 'checkpoints')
  )
  const made = await ownModels(db, run.id)
  const descendants = await madeOf(db, made)
  return {
    totalBytes: bytesIn(dir),
    checkpointBytes: checkpoints.reduce((sum, folder) => sum + bytesIn(folder), 0),
    models: descendants.map(({ name }) => name)
  }
}

/**
 * Deletes a run's files for good: its checkpoints, or all of it with its adapter. Models that were
 * exported from it stay, and go on naming what they were made from.
 *
 * @throws AppError `conflict` while it trains
 */
export async function deleteRun(
  { db, projectDir }: Options,
  run: Run,
  what: 'all' | 'checkpoints'
): Promise<void> {
  const { dir, output } = runFolder(projectDir, run.id)
  const working = ['queued', 'running'].includes(run.state.status)
  if (working || trainerIsAlive(dir)) throw stillTraining(run.name)
  if (what === 'checkpoints') {
    // Without them an unfinished run would begin anew.
    if (run.state.status !== 'succeeded') throw needsCheckpoints(run.name)
    for (const stage of ['sft', 'dpo', 'reward'] as const) {
      fs.rmSync(path.join(output(stage), 'checkpoints'), { recursive: true, force: true })
    }
    return
  }
  await forget(db, run.id)
  fs.rmSync(dir, { recursive: true, force: true })
}

/** The rows go first: a row without files would be offered and fail. */
async function forget(db: Database, runId: string): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const made = await ownModels(transaction, runId)
    const kept = new Set((await madeOf(transaction, made)).flatMap(({ parent }) => parent ?? []))
    const gone = made.filter((id) => !kept.has(id))
    await transaction
      .updateTable('runs')
      .set({ adapter_id: null, reward_model_id: null })
      .where('id', '=', runId)
      .execute()
    if (gone.length > 0) {
      await transaction.deleteFrom('draft_scores').where('model_id', 'in', gone).execute()
      await transaction
        .updateTable('models')
        .set({ deleted_at: Date.now() })
        .where('id', 'in', gone)
        .execute()
    }
    // The row stays, unseen: its number is never given again, and exported models refer to it.
    await updateRun(transaction, runId, { deletedAt: Date.now() })
  })
}

/** The adapters that the run itself made. */
async function ownModels(db: Database, runId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('models')
    .select('id')
    .where('run_id', '=', runId)
    .where('kind', 'in', ['adapter', 'reward'])
    .where('deleted_at', 'is', null)
    .execute()
  return rows.map(({ id }) => id)
}

async function madeOf(
  db: Database,
  parents: readonly string[]
): Promise<{ name: string; parent: string | null }[]> {
  if (parents.length === 0) return []
  return db
    .selectFrom('models')
    .select(['name', 'parent_id as parent'])
    .where('parent_id', 'in', parents)
    .where('deleted_at', 'is', null)
    .execute()
}

function bytesIn(dir: string): number {
  if (!fs.existsSync(dir)) return 0
  return fs
    .readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + fs.statSync(path.join(entry.parentPath, entry.name)).size, 0)
}

const stillTraining = (name: string): AppError =>
  new AppError({
    code: 'conflict',
    message: `“${name}” is still training, so nothing was deleted.`,
    remedy: { text: 'Stop it first, then delete it.' }
  })

const needsCheckpoints = (name: string): AppError =>
  new AppError({
    code: 'conflict',
    message: `“${name}” has not finished, and without its checkpoints it would begin anew. Nothing was deleted.`,
    remedy: { text: 'Finish it or end it first; or delete the whole run.' }
  })
