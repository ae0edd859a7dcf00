import { describe, expect, it } from 'vitest'
import { familiesOf, nextToLoad } from '../../../src-renderer/features/models/families'
import { model, modelId } from './models'

const base = model(1, 'base', null)
const adapter = model(2, 'adapter', 1)
const reward = model(3, 'reward', 1)

describe('lines of descent', () => {
  it('hold adapters and reward models, the newest first', () => {
    const [family] = familiesOf([base, adapter, reward])
    expect(family?.branches.map((branch) => branch.adapter?.id)).toEqual([modelId(3), modelId(2)])
  })

  it('never offer to load a reward model: it does not write', () => {
    expect(nextToLoad(familiesOf([base, adapter, reward]))).toBe(modelId(2))
    expect(nextToLoad(familiesOf([base, reward]))).toBeNull()
  })

  it('go on where the adapter was deleted or the merged weights were freed', () => {
    const [freed] = familiesOf([base, adapter, model(4, 'gguf', 2)])
    expect(freed?.branches).toMatchObject([{ adapter: { id: modelId(2) }, merged: null }])
    expect(freed?.branches[0]?.ggufs).toHaveLength(1)
    const [left] = familiesOf([base, model(4, 'gguf', 1)])
    expect(left?.branches).toMatchObject([{ adapter: null, ggufs: [{ id: modelId(4) }] }])
  })
})
