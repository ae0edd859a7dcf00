import fs from 'node:fs'
import type { Model } from '@contract/models'
import { AppError } from '../app-error'
import type { Database } from '../database/schema'
import type { Events } from '../events'
import { checkGguf } from '../generation/gguf-check'
import type { BaseModel } from '../training/training-options'
import { createPlaces } from './places'
import {
  findByPath,
  getStoredModel,
  listStoredModels,
  saveModel,
  type Registration,
  type StoredModel
} from './repository'
import { formatBytes, sizeOnDisk } from './size'
import { findStarter, starterMissing } from './starter'
import { adapterFile, ggufOfBase, isGguf, isPrepared } from './tryable'

type Options = {
  db: Database
  events: Events
  projectDir: string
  /** What ships with the app; the starter model lies in `fetched/models/` of it. */
  resourcesDir: string
}

export type Models = {
  /** Oldest first; `path` is absolute, `missing` is looked up now. */
  list: () => Promise<Model[]>
  /** @throws AppError `not_found` */
  get: (id: string) => Promise<Model>
  /**
   * Measures the file or folder and puts it into the registry. The same path keeps its id.
   * @throws AppError `not_found` when there is nothing at the path
   */
  register: (model: Registration) => Promise<Model>
  /** What a run has made, under its base model: an adapter that writes or scores. Returns its id. */
  registerAdapter: (adapter: {
    runId: string
    kind: 'adapter' | 'reward'
    name: string
    baseModelId: string
    path: string
  }) => Promise<string>
  /** Registers the model that ships with the app, once; null when this build has none. */
  ensureStarter: () => Promise<Model | null>
  /** @throws AppError `engine_no_model` when there is none */
  defaultBaseModelId: () => Promise<string>
  /** What the embedded engine can load now: GGUF files, and adapters that can be tried. */
  writers: () => Promise<{ id: string; name: string; detail: string }[]>
  /**
   * The absolute path of a model's GGUF file, its header checked before native code sees it.
   * @throws AppError `not_found` when it is gone, `model_unreadable` when it cannot be loaded
   */
  modelFile: (id: string) => Promise<string>
  /**
   * What the embedded engine loads to write as this model: a GGUF file, or for an adapter that can
   * be tried its base's and its own.
   * @throws AppError as `modelFile`
   */
  source: (id: string) => Promise<{ modelPath: string; loraPath?: string }>
  /** A base to train on: its GGUF file, or its folder. @throws as `modelFile` */
  baseModel: (id: string) => Promise<BaseModel>
  /** Where a model's file or folder lies on this machine. */
  pathOf: (model: Pick<Model, 'path'>) => string
}

/** The registry: every base, adapter, merged folder and GGUF file of the project, and their lineage. */
export function createModels({ db, events, projectDir, resourcesDir }: Options): Models {
  const places = createPlaces({ projectDir, resourcesDir })

  const onDisk = (model: StoredModel): Model => {
    const file = places.resolve(model.path)
    return { ...model, path: file, missing: !fs.existsSync(file), canBeTried: false }
  }
  const list: Models['list'] = async () => {
    const models = (await listStoredModels(db)).map(onDisk)
    return models.map((model) => ({ ...model, canBeTried: canBeTried(model, models) }))
  }
  const get: Models['get'] = async (id) => {
    const model = onDisk(await getStoredModel(db, id))
    return model.kind === 'adapter'
      ? { ...model, canBeTried: canBeTried(model, (await listStoredModels(db)).map(onDisk)) }
      : model
  }

  const register: Models['register'] = async (model) => {
    const sizeBytes = await sizeOnDisk(model.path)
    if (sizeBytes === null) throw gone({ name: model.name, path: model.path })
    const stored = { ...model, path: places.store(model.path), sizeBytes }
    const id = await saveModel(db, stored)
    events.changed('models')
    return get(id)
  }

  const ensureStarter: Models['ensureStarter'] = async () => {
    const starter = findStarter(resourcesDir)
    if (!starter) return null
    const known = await findByPath(db, places.store(starter.path))
    return known ? onDisk(known) : register(starter)
  }

  const modelFile: Models['modelFile'] = async (id) => {
    const model = await get(id)
    if (!isGguf(model)) throw notLoadable(model)
    if (model.missing) throw gone(model)
    await checkGguf(model.path)
    return model.path
  }

  const source: Models['source'] = async (id) => {
    const model = await get(id)
    if (!model.canBeTried) return { modelPath: await modelFile(id) }
    const base = ggufOfBase(model, await list())
    if (!base) throw gone(model)
    return { modelPath: await modelFile(base.id), loraPath: adapterFile(model.path) }
  }

  return {
    list,
    get,
    register,
    ensureStarter,
    modelFile,
    source,
    pathOf: ({ path: stored }) => places.resolve(stored),
    registerAdapter: async ({ runId, kind, name, baseModelId, path: folder }) => {
      const { licence } = await get(baseModelId)
      const adapter = await register({
        kind,
        name,
        parentId: baseModelId,
        runId,
        path: folder,
        quantization: null,
        licence,
        canaryAgrees: null
      })
      return adapter.id
    },
    defaultBaseModelId: async () => {
      const starter = await ensureStarter()
      const base =
        starter ?? (await list()).find((model) => model.kind === 'base' && isUsable(model))
      if (!base) throw starterMissing()
      return base.id
    },
    writers: async () =>
      (await list()).filter(isUsable).map((model) => ({
        id: model.id,
        name: model.name,
        detail: detailOf(model)
      })),
    baseModel: async (id) => {
      const model = await get(id)
      const { name, path: folder } = model
      if (model.kind !== 'base' || isGguf(model)) {
        return { id, name, ggufPath: await modelFile(id) }
      }
      if (model.missing) throw gone(model)
      return { id, name, folder }
    }
  }
}

const isUsable = (model: Model): boolean => (isGguf(model) || model.canBeTried) && !model.missing

const canBeTried = (model: Model, models: readonly Model[]): boolean =>
  model.kind === 'adapter' && isPrepared(model.path) && ggufOfBase(model, models) !== null

const detailOf = ({ kind, quantization, sizeBytes }: Model): string => {
  const what = kind === 'adapter' ? 'adapter on its base' : quantization
  return [what, formatBytes(sizeBytes)].filter((part) => part !== null).join(', ')
}

const gone = ({ name, path: file }: { name: string; path: string }): AppError =>
  new AppError({
    code: 'not_found',
    message: `“${name}” is no longer at ${file}, so it cannot be used. Nothing else was harmed.`,
    remedy: { text: 'Put the file back in its place, or choose another model.' }
  })

const notLoadable = ({ name, kind }: Model): AppError =>
  new AppError({
    code: 'model_unreadable',
    message: `“${name}” is ${kind === 'adapter' || kind === 'reward' ? 'an adapter' : 'a model folder'} and not a GGUF file, so it cannot answer by itself.`,
    remedy: {
      text:
        kind === 'adapter'
          ? 'Prepare it to be tried, or export it and choose the GGUF file that comes of it.'
          : 'Export it, then choose the GGUF file that comes of it.'
    }
  })
