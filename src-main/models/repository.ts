import { z } from 'zod'
import { FileCheck, ModelOrigin, Quantization, type Model } from '@contract/models'
import { AppError } from '../app-error'
import { newId } from '../database/ids'
import { fromJson, toJson, type Database, type Schema } from '../database/schema'

/** A row as it is stored: `path` is not yet resolved, and nobody has looked whether it is there. */
export type StoredModel = Omit<Model, 'missing' | 'canBeTried'>

/** What is known of a model when its file or folder has just been made; the size is measured. */
export type Registration = Omit<
  StoredModel,
  'id' | 'sizeBytes' | 'createdAt' | 'origin' | 'checks'
> & {
  origin?: ModelOrigin | null
  checks?: FileCheck[]
}

type NewModel = Registration & { sizeBytes: number }

/** Adds the row, or brings the one of the same path up to date; returns its id. */
export async function saveModel(db: Database, model: NewModel): Promise<string> {
  const values = {
    kind: model.kind,
    name: model.name,
    parent_id: model.parentId,
    run_id: model.runId,
    path: model.path,
    size_bytes: model.sizeBytes,
    quantization: model.quantization,
    licence: model.licence,
    origin: model.origin ? toJson(model.origin) : null,
    canary_agrees: toFlag(model.canaryAgrees),
    checks: toJson(model.checks ?? []),
    // What was deleted and made again takes its old row.
    deleted_at: null
  }
  return db.transaction().execute(async (transaction) => {
    const known = await transaction
      .selectFrom('models')
      .select('id')
      .where('path', '=', model.path)
      .executeTakeFirst()
    if (known) {
      await transaction.updateTable('models').set(values).where('id', '=', known.id).execute()
      return known.id
    }
    const id = newId()
    await transaction
      .insertInto('models')
      .values({ id, ...values, created_at: Date.now() })
      .execute()
    return id
  })
}

/** @throws AppError `not_found` */
export async function getStoredModel(db: Database, id: string): Promise<StoredModel> {
  const row = await db
    .selectFrom('models')
    .selectAll()
    .where('id', '=', id)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (!row) {
    throw new AppError({ code: 'not_found', message: 'This model is no longer in the project.' })
  }
  return fromRow(row)
}

/** Oldest first. */
export async function listStoredModels(db: Database): Promise<StoredModel[]> {
  const rows = await db
    .selectFrom('models')
    .selectAll()
    .where('deleted_at', 'is', null)
    .orderBy('id')
    .execute()
  return rows.map(fromRow)
}

/** @throws AppError `not_found` */
export async function renameModel(db: Database, id: string, name: string): Promise<void> {
  await getStoredModel(db, id)
  await db.updateTable('models').set({ name }).where('id', '=', id).execute()
}

/**
 * Takes models out of the registry. What was made of them and stays is joined to what they were
 * themselves made from, and runs no longer offer them.
 */
export async function forgetModels(db: Database, ids: readonly string[]): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    for (const id of ids) {
      const row = await transaction
        .selectFrom('models')
        .select('parent_id')
        .where('id', '=', id)
        .executeTakeFirst()
      await transaction
        .updateTable('models')
        .set({ parent_id: row?.parent_id ?? null })
        .where('parent_id', '=', id)
        .where('deleted_at', 'is', null)
        .execute()
      await transaction
        .updateTable('models')
        .set({ deleted_at: Date.now() })
        .where('id', '=', id)
        .execute()
    }
    for (const column of ['adapter_id', 'reward_model_id'] as const) {
      await transaction
        .updateTable('runs')
        .set({ [column]: null })
        .where(column, 'in', ids)
        .execute()
    }
    await transaction.deleteFrom('draft_scores').where('model_id', 'in', ids).execute()
  })
}

export async function findByPath(db: Database, path: string): Promise<StoredModel | null> {
  const row = await db
    .selectFrom('models')
    .selectAll()
    .where('path', '=', path)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  return row ? fromRow(row) : null
}

function fromRow(row: Schema['models']): StoredModel {
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    parentId: row.parent_id,
    runId: row.run_id,
    path: row.path,
    sizeBytes: row.size_bytes,
    quantization: row.quantization === null ? null : Quantization.parse(row.quantization),
    licence: row.licence,
    origin: row.origin === null ? null : ModelOrigin.parse(fromJson(row.origin)),
    canaryAgrees: row.canary_agrees === null ? null : row.canary_agrees === 1,
    checks: z.array(FileCheck).parse(fromJson(row.checks)),
    createdAt: row.created_at
  }
}

function toFlag(value: boolean | null): 0 | 1 | null {
  if (value === null) return null
  return value ? 1 : 0
}
