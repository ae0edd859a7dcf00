import fs from 'node:fs'
import path from 'node:path'
import type { Model, ModelDeletion } from '@contract/models'
import { AppError } from '../app-error'
import type { Database } from '../database/schema'
import { refusalOf } from './deletion-refusal'
import { within } from './places'
import { forgetModels } from './repository'
import { formatBytes } from './size'
import { adapterFile } from './tryable'

export type DeletionOptions = {
  db: Database
  projectDir: string
  /** Absolute paths; `missing` looked up now. */
  listModels: () => Promise<Model[]>
  /** Ids of the models that write drafts now. */
  writingModels: () => Promise<ReadonlySet<string>>
}

/** What would go, what that means, and why it cannot go. Changes nothing. */
export async function planDeletion(options: DeletionOptions, id: string): Promise<ModelDeletion> {
  const models = await options.listModels()
  const model = find(models, id)
  const going = [model]
  return {
    models: going.map((one) => ({ id: one.id, name: one.name, kind: one.kind })),
    freesBytes: going
      .filter((one) => !one.missing && isOwn(options, one.path))
      .reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    consequences: [...whatGoesOn(going, models), ...(await whatIsPlaced(options.db, going))],
    refusal: await refusalOf(options, going)
  }
}

/**
 * Deletes the files of a model for good. What lies outside the project's folder is never touched: it
 * is only taken off the list.
 *
 * @throws AppError `conflict` when something still needs it
 */
export async function deleteModel(options: DeletionOptions, id: string): Promise<void> {
  const plan = await planDeletion(options, id)
  if (plan.refusal !== null) {
    throw new AppError({ code: 'conflict', message: `${plan.refusal} Nothing was deleted.` })
  }
  const models = await options.listModels()
  const going = plan.models.map((one) => find(models, one.id))
  await removeFiles(options, going)
  await forgetModels(
    options.db,
    going.map((one) => one.id)
  )
}

/** Files first: what fails half-way stays on the list and can be deleted again. */
export async function removeFiles(
  options: Pick<DeletionOptions, 'projectDir'>,
  models: readonly Model[]
): Promise<void> {
  for (const { path: file, kind, id } of models) {
    if (!isOwn(options, file)) continue
    await fs.promises.rm(file, { recursive: true, force: true })
    if (kind !== 'adapter') continue
    await fs.promises.rm(adapterFile(file), { force: true })
    // The records of its exports speak of nothing any more.
    const records = path.join(options.projectDir, 'exports', id)
    await fs.promises.rm(records, { recursive: true, force: true })
  }
}

/** Whether the bytes are ours to delete, with every link on the way followed. */
function isOwn({ projectDir }: Pick<DeletionOptions, 'projectDir'>, file: string): boolean {
  const parent = path.dirname(file)
  if (!fs.existsSync(parent)) return false
  const real = path.join(fs.realpathSync(parent), path.basename(file))
  return within(fs.realpathSync(projectDir), real) !== null
}

function whatGoesOn(going: readonly Model[], models: readonly Model[]): string[] {
  const ids = new Set(going.map(({ id }) => id))
  const stay = models.filter(
    ({ parentId, id, missing }) =>
      parentId !== null && ids.has(parentId) && !ids.has(id) && !missing
  )
  const kinds = new Set(going.map(({ kind }) => kind))
  const [merged, files] = [countOf(stay, 'merged'), countOf(stay, 'gguf')]
  if (kinds.has('adapter') && merged + files > 0) {
    return ['What was merged and converted from it stays and can be used, but not made again.']
  }
  if (kinds.has('merged') && files > 0) {
    return ['The GGUF files that were made of it stay. It can be merged again from its adapter.']
  }
  return []
}

const countOf = (models: readonly Model[], kind: Model['kind']): number =>
  models.filter((model) => model.kind === kind).length

async function whatIsPlaced(db: Database, going: readonly Model[]): Promise<string[]> {
  const rows = await db
    .selectFrom('deployments')
    .innerJoin('models', 'models.id', 'deployments.model_id')
    .select(['deployments.placed_at', 'models.size_bytes', 'deployments.target'])
    .distinct()
    .where(
      'model_id',
      'in',
      going.map(({ id }) => id)
    )
    .where('placed_at', 'is not', null)
    .where('deployments.deleted_at', 'is', null)
    .execute()
  return rows
    .filter(({ placed_at: file }) => file !== null && fs.existsSync(file))
    .map(
      ({ placed_at: file, size_bytes: bytes, target }) =>
        `The file in ${target === 'folder' ? 'its folder' : 'LM Studio'} (${file ?? ''}, ${formatBytes(bytes)}) stays, and can still be loaded.`
    )
}

export function find(models: readonly Model[], id: string): Model {
  const model = models.find((one) => one.id === id)
  if (model) return model
  throw new AppError({ code: 'not_found', message: 'This model is no longer in the project.' })
}
