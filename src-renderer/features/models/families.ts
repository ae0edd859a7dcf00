import type { Model } from '@contract/models'

/** An adapter or a reward model and what was made of it; a base without adapters has one branch with nothing in it. */
export type Branch = {
  adapter: Model | null
  merged: Model | null
  /** From the smallest quantization to the largest file. */
  ggufs: Model[]
}

export type Family = { base: Model; branches: Branch[] }

/** Families by base, newest adapter first. Files whose parent is gone stand in a family of their own. */
export const familiesOf = (models: readonly Model[]): Family[] => {
  const childrenOf = (parent: Model, kind: Model['kind']): Model[] =>
    models.filter((model) => model.kind === kind && model.parentId === parent.id)
  const known = new Set(models.map(({ id }) => id))
  const roots = models.filter(({ kind, parentId }) => kind === 'base' || !known.has(parentId ?? ''))
  return roots.map((base) => {
    if (base.kind !== 'base') return { base, branches: [alone(base, childrenOf)] }
    const adapters = [...childrenOf(base, 'adapter'), ...childrenOf(base, 'reward')].toSorted(
      (a, b) => b.createdAt - a.createdAt
    )
    const branches = adapters.map((adapter) => branchOf(adapter, childrenOf))
    return { base, branches: branches.length > 0 ? branches : [nothing] }
  })
}

/** The newest adapter that is not exported yet: its export is the next thing to do. */
export const nextToExport = (families: readonly Family[]): string | null => {
  const waiting = families
    .flatMap(({ branches }) => branches)
    .flatMap(({ adapter, ggufs }) =>
      adapter?.kind === 'adapter' && ggufs.length === 0 ? [adapter] : []
    )
    .filter(({ missing }) => !missing)
    .toSorted((a, b) => b.createdAt - a.createdAt)
  return waiting[0]?.id ?? null
}

/** The models that can answer: those llama.cpp reads. */
export const writersOf = (models: readonly Model[]): Model[] =>
  models.filter(({ kind, missing }) => !missing && (kind === 'base' || kind === 'gguf'))

/** The tuned model that a comparison starts with, and its base. */
export const pairToCompare = (
  models: readonly Model[],
  tunedId: string | undefined
): [base: Model | null, tuned: Model | null] => {
  const writers = writersOf(models)
  const newest = writers
    .filter(({ kind }) => kind === 'gguf')
    .toSorted((a, b) => b.createdAt - a.createdAt)
  const tuned = writers.find(({ id }) => id === tunedId) ?? newest[0] ?? null
  const root = tuned && rootOf(tuned, models)
  const base = writers.find(({ id, kind }) => kind === 'base' && (!root || id === root.id))
  return [base ?? writers.find(({ id }) => id !== tuned?.id) ?? null, tuned]
}

/** The base model that everything else in the line was made from. */
export const rootOf = (model: Model, models: readonly Model[]): Model => {
  const parent = models.find(({ id }) => id === model.parentId)
  return parent ? rootOf(parent, models) : model
}

type ChildrenOf = (parent: Model, kind: Model['kind']) => Model[]

const nothing: Branch = { adapter: null, merged: null, ggufs: [] }

const branchOf = (adapter: Model, childrenOf: ChildrenOf): Branch => {
  const merged = childrenOf(adapter, 'merged').at(-1) ?? null
  const ggufs = [adapter, ...(merged ? [merged] : [])].flatMap((parent) =>
    childrenOf(parent, 'gguf')
  )
  return { adapter, merged, ggufs: ggufs.toSorted((a, b) => a.sizeBytes - b.sizeBytes) }
}

const alone = (model: Model, childrenOf: ChildrenOf): Branch => {
  if (model.kind === 'adapter' || model.kind === 'reward') return branchOf(model, childrenOf)
  if (model.kind === 'merged') {
    return { adapter: null, merged: model, ggufs: childrenOf(model, 'gguf') }
  }
  return { adapter: null, merged: null, ggufs: [model] }
}
