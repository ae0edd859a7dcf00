import type { Deployment } from '@contract/deployments'
import type { Model } from '@contract/models'
import type { Run } from '@contract/training'
import type { Branch } from './families'

/** How far a line has come towards answering in another program. */
export type LineState =
  | { at: 'base' | 'scores' | 'nothing' }
  | { at: 'training'; run: Run }
  | { at: 'coming' | 'failed' | 'placed' | 'onStage'; deployment: Deployment }
  | { at: 'made'; file: Model }
  | { at: 'trained'; adapter: Model }

/** `deployments` newest first: of several the one on stage counts, else the newest. */
export const lineStateOf = (branch: Branch, deployments: readonly Deployment[]): LineState => {
  const { run, adapter, ggufs } = branch
  if (adapter?.kind === 'reward') return { at: 'scores' }
  const own = deploymentsOf(branch, deployments)
  const onStage = own.find((deployment) => deployment.onStage)
  if (onStage) return { at: 'onStage', deployment: onStage }
  const [newest] = own
  const status = newest?.state.status
  if (newest && (status === 'queued' || status === 'running')) {
    return { at: 'coming', deployment: newest }
  }
  if (run) return { at: 'training', run }
  if (newest && status !== 'succeeded') return { at: 'failed', deployment: newest }
  if (newest && newest.placedAt !== null) return { at: 'placed', deployment: newest }
  const file = ggufs.find(({ missing }) => !missing)
  if (file) return { at: 'made', file }
  if (adapter) return { at: 'trained', adapter }
  return { at: branch.merged ? 'nothing' : 'base' }
}

/** Of the branch's run, adapter or files; newest first. */
const deploymentsOf = (
  { run, adapter, ggufs }: Branch,
  deployments: readonly Deployment[]
): Deployment[] => {
  const files = new Set(ggufs.map(({ id }) => id))
  return deployments.filter(
    ({ adapterId, modelId, runId }) =>
      (adapter !== null && adapterId === adapter.id) ||
      (modelId !== null && files.has(modelId)) ||
      (run !== null && runId === run.id)
  )
}

/** What stands for the line: the file on stage, else its smallest, else the adapter, else the base. */
export const frontOf = (
  { adapter, ggufs, merged }: Branch,
  state: LineState,
  base: Model | null
): Model | null => {
  const staged = 'deployment' in state ? state.deployment.modelId : null
  const there = ggufs.filter(({ missing }) => !missing)
  return there.find(({ id }) => id === staged) ?? there[0] ?? adapter ?? merged ?? base
}
