import { Model } from '../../../src-preload/contract/models'

export const modelId = (n: number): string =>
  `01930000-0000-7000-8000-${String(n).padStart(12, '0')}`

/** A model as the registry lists it; numbers stand for ids and for the order of making. */
export const model = (n: number, kind: Model['kind'], parent: number | null): Model =>
  Model.parse({
    id: modelId(n),
    kind,
    name: `model ${n}`,
    parentId: parent === null ? null : modelId(parent),
    runId: null,
    path: '/models',
    sizeBytes: 1,
    quantization: null,
    licence: null,
    origin: null,
    canaryAgrees: null,
    checks: [],
    canBeTried: false,
    missing: false,
    createdAt: n
  })
