import type { Model } from '@contract/models'
import type { Run } from '@contract/training'

/** An adapter or a reward model and what was made of it; a base without adapters has one branch with nothing in it. */
export type Branch = {
  /** Trains its adapter now; null once that is there. */
  run: Run | null
  adapter: Model | null
  merged: Model | null
  /** From the smallest quantization to the largest file. */
  ggufs: Model[]
}

export type Family = { base: Model; branches: Branch[] }

/**
 * Families by base: runs that train, then the newest adapter first, then what outlived its adapter.
 * Files whose parent is gone stand in a family of their own.
 */
export const familiesOf = (models: readonly Model[], runs: readonly Run[] = []): Family[] => {
  const childrenOf = (parent: Model, kind: Model['kind']): Model[] =>
    models.filter((model) => model.kind === kind && model.parentId === parent.id)
  const known = new Set(models.map(({ id }) => id))
  const roots = models.filter(({ kind, parentId }) => kind === 'base' || !known.has(parentId ?? ''))
  return roots.map((base) => {
    if (base.kind !== 'base') return { base, branches: [alone(base, childrenOf)] }
    const adapters = [...childrenOf(base, 'adapter'), ...childrenOf(base, 'reward')].toSorted(
      (a, b) => b.createdAt - a.createdAt
    )
    const orphans = [...childrenOf(base, 'merged'), ...childrenOf(base, 'gguf')]
    const branches = [
      ...runs.filter((run) => run.baseModelId === base.id && isTraining(run)).map(training),
      ...adapters.map((adapter) => branchOf(adapter, childrenOf)),
      ...orphans.map((orphan) => alone(orphan, childrenOf))
    ]
    return { base, branches: branches.length > 0 ? branches : [nothing] }
  })
}

/** The newest adapter that nothing was made of yet: loading it is the next thing to do. */
export const nextToLoad = (families: readonly Family[]): string | null => {
  const waiting = families
    .flatMap(({ branches }) => branches)
    .flatMap(({ adapter, ggufs }) =>
      adapter?.kind === 'adapter' && ggufs.length === 0 ? [adapter] : []
    )
    .filter(({ missing }) => !missing)
    .toSorted((a, b) => b.createdAt - a.createdAt)
  return waiting[0]?.id ?? null
}

/** The models that can answer here: those llama.cpp reads, and adapters that can be tried on their base. */
export const writersOf = (models: readonly Model[]): Model[] => models.filter(canWrite)

/** A base may also be a folder, which only training reads. */
export const canWrite = ({ kind, missing, canBeTried, path }: Model): boolean =>
  !missing && (canBeTried || ((kind === 'base' || kind === 'gguf') && /\.gguf$/i.test(path)))

/** The tuned model that a comparison starts with, and its base. */
export const pairToCompare = (
  models: readonly Model[],
  tunedId: string | undefined
): [base: Model | null, tuned: Model | null] => {
  const writers = writersOf(models)
  const newest = writers
    .filter(({ kind }) => kind !== 'base')
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

const nothing: Branch = { run: null, adapter: null, merged: null, ggufs: [] }

const training = (run: Run): Branch => ({ ...nothing, run })

const isTraining = ({ state, adapterId, rewardModelId }: Run): boolean =>
  adapterId === null &&
  rewardModelId === null &&
  (state.status === 'queued' || state.status === 'running')

const branchOf = (adapter: Model, childrenOf: ChildrenOf): Branch => {
  const merged = childrenOf(adapter, 'merged').at(-1) ?? null
  const ggufs = [adapter, ...(merged ? [merged] : [])].flatMap((parent) =>
    childrenOf(parent, 'gguf')
  )
  return { run: null, adapter, merged, ggufs: ggufs.toSorted((a, b) => a.sizeBytes - b.sizeBytes) }
}

const alone = (model: Model, childrenOf: ChildrenOf): Branch => {
  if (model.kind === 'adapter' || model.kind === 'reward') return branchOf(model, childrenOf)
  if (model.kind === 'merged') {
    return { ...nothing, merged: model, ggufs: childrenOf(model, 'gguf') }
  }
  return { ...nothing, ggufs: [model] }
}
