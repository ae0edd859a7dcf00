import type { Handlers } from '@contract/calls'
import type { Events } from '../events'
import { deleteModel, find, planDeletion, type DeletionOptions } from './deletion'
import { findReclaimable, reclaim } from './reclaim'
import { renameModel } from './repository'

type ManagedCall =
  'models.rename' | 'models.deletion' | 'models.delete' | 'models.reclaimable' | 'models.reclaim'

/** What a person does with models that are there: names them, deletes them, frees the disk. */
export function manageHandlers({
  events,
  ...options
}: DeletionOptions & { events: Events }): Pick<Handlers, ManagedCall> {
  const { db, listModels } = options
  return {
    'models.rename': async ({ id, name }) => {
      const models = await listModels()
      const model = find(models, id)
      // Adapter, merged weights and files of one line have one name.
      for (const one of lineOf(model, models)) await renameModel(db, one.id, name)
      events.changed('models')
      return { ...model, name }
    },
    'models.deletion': ({ id }) => planDeletion(options, id),
    'models.delete': async ({ id }) => {
      await deleteModel(options, id)
      events.changed('models', 'runs')
      return {}
    },
    'models.reclaimable': async () => {
      const models = await findReclaimable(options)
      return {
        models: models.map(({ id }) => id),
        bytes: models.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
      }
    },
    'models.reclaim': async () => {
      const freedBytes = await reclaim(options)
      events.changed('models')
      return { freedBytes }
    }
  }
}

/** The model, and what was made of it under the same name. */
const lineOf = (
  model: { id: string; name: string },
  models: readonly { id: string; name: string; parentId: string | null }[]
): { id: string }[] => [
  model,
  ...models
    .filter(({ parentId, name }) => parentId === model.id && name === model.name)
    .flatMap((child) => lineOf(child, models))
]
