import type { Model } from '@contract/models'
import { removeFiles, type DeletionOptions } from './deletion'
import { listUnfinishedWork } from './deletion-refusal'
import { forgetModels } from './repository'

type Options = Pick<DeletionOptions, 'db' | 'projectDir' | 'listModels'>

/** Merged folders that can be made again: their adapter and base are there, and so is a GGUF of them. */
export async function findReclaimable({ db, listModels }: Options): Promise<Model[]> {
  const models = (await listModels()).filter(({ missing }) => !missing)
  const busy = await listUnfinishedWork(db)
  const byId = new Map(models.map((model) => [model.id, model]))
  return models.filter((model) => {
    if (model.kind !== 'merged' || busy.has(model.id)) return false
    const adapter = byId.get(model.parentId ?? '')
    const isSource = adapter?.kind === 'adapter' && byId.has(adapter.parentId ?? '')
    if (!isSource || busy.has(adapter.id)) return false
    return models.some(({ kind, parentId }) => kind === 'gguf' && parentId === model.id)
  })
}

/** Deletes them; returns how many bytes that freed. */
export async function reclaim(options: Options): Promise<number> {
  const models = await findReclaimable(options)
  if (models.length === 0) return 0
  await removeFiles(options, models)
  await forgetModels(
    options.db,
    models.map(({ id }) => id)
  )
  return models.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
}
