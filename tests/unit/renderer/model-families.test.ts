import { describe, expect, it } from 'vitest'
import { Model } from '../../../src-preload/contract/models'
import { familiesOf, nextToLoad } from '../../../src-renderer/features/models/families'

const id = (n: number): string => `01930000-0000-7000-8000-${String(n).padStart(12, '0')}`

const model = (n: number, kind: Model['kind'], parent: number | null): Model =>
  Model.parse({
    id: id(n),
    kind,
    name: `model ${n}`,
    parentId: parent === null ? null : id(parent),
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

const base = model(1, 'base', null)
const adapter = model(2, 'adapter', 1)
const reward = model(3, 'reward', 1)

describe('lines of descent', () => {
  it('hold adapters and reward models, the newest first', () => {
    const [family] = familiesOf([base, adapter, reward])
    expect(family?.branches.map((branch) => branch.adapter?.id)).toEqual([id(3), id(2)])
  })

  it('never offer to load a reward model: it does not write', () => {
    expect(nextToLoad(familiesOf([base, adapter, reward]))).toBe(id(2))
    expect(nextToLoad(familiesOf([base, reward]))).toBeNull()
  })
})
