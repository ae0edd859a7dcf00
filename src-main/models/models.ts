import fs from 'node:fs'
import path from 'node:path'
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
  /** What the embedded engine can load now: bases that are GGUF files, and exported models. */
  writers: () => Promise<{ id: string; name: string; detail: string }[]>
  /**
   * The absolute path of a model's GGUF file, its header checked before native code sees it.
   * @throws AppError `not_found` when it is gone, `model_unreadable` when it cannot be loaded
   */
  modelFile: (id: string) => Promise<string>
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
  const get: Models['get'] = async (id) => onDisk(await getStoredModel(db, id))
  const list: Models['list'] = async () => (await listStoredModels(db)).map(onDisk)

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

  return {
    list,
    get,
    register,
    ensureStarter,
    modelFile,
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
        detail: [model.quantization, formatBytes(model.sizeBytes)].filter(Boolean).join(', ')
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

const isGguf = ({ kind, path: file }: Model): boolean =>
  (kind === 'base' || kind === 'gguf') && path.extname(file).toLowerCase() === '.gguf'

const isUsable = (model: Model): boolean => isGguf(model) && !model.missing

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
    remedy: { text: 'Export it, then choose the GGUF file that comes of it.' }
  })
