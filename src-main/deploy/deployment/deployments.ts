import type { Handlers } from '@contract/calls'
import type { Deployment, DeployStep, DeployTarget } from '@contract/deployments'
import type { JobState } from '@contract/jobs'
import { AppError } from '../../app-error'
import { newId } from '../../database/ids'
import type { Events } from '../../events'
import type { Generator } from '../../generation/generator'
import { onStatusChange } from '../../jobs/status-changes'
import type { Models } from '../../models/models'
import type { Runs } from '../../training/runs'
import { deployJob } from './deploy-job'
import { convertStep, fileOf, mergeStep } from './export-steps'
import { planDeployment, type PlanOptions } from './plan'
import { proveStep } from './prove-step'
import {
  getDeployment,
  listDeployments,
  updateDeployment,
  type StoredDeployment
} from './repository'
import { startDeployment, type StartOptions } from './start'
import type { Target } from './target'
import { trainStep } from './train-step'

export type DeploymentOptions = StartOptions &
  PlanOptions & {
    events: Events
    models: Models
    runs: Runs
    startExport: Handlers['models.export']
    embeddedGenerator: (modelId: string) => Promise<Generator>
    targets: Readonly<Record<DeployTarget, Target>>
    /** Of the longest answer to a proof's question. */
    proofTokens?: number
  }

type DeploymentHandlers = Pick<Handlers, Extract<keyof Handlers, `deployments.${string}`>>

/** A few paragraphs: enough to see how it ends, short enough for a large model on a processor. */
const PROOF_TOKENS = 200

/** Tuned models on their way to where they answer: what would happen, the job, and what stands there. */
export function deploymentHandlers(options: DeploymentOptions): DeploymentHandlers {
  const { db, jobs, events, targets } = options
  const definition = deployJob({
    ...options,
    train: (context) => trainStep(options, context),
    merge: (context) => mergeStep(options, context),
    convert: (context) => convertStep(options, context),
    prove: (target, context) =>
      proveStep({ ...options, maxTokens: options.proofTokens ?? PROOF_TOKENS }, target, context)
  })
  jobs.define(definition)
  const changed = (): void => events.changed('deployments')
  onStatusChange(events, 'deploy', changed)

  const withState = async (stored: StoredDeployment): Promise<Deployment> => {
    const { state } = await jobs.get(stored.jobId)
    const steps = stepsNow(stored.steps, state)
    const repairs = state.status === 'failed' ? stored.repairs : []
    return { ...forTheWindow(stored), state, steps, repairs }
  }
  const get = async (id: string): Promise<Deployment> => withState(await getDeployment(db, id))
  const list = async (): Promise<Deployment[]> =>
    Promise.all((await listDeployments(db)).map(withState))

  const retry: DeploymentHandlers['deployments.retry'] = async ({ id, ...change }) => {
    const before = await getDeployment(db, id)
    const { contextLength, quantization, unload } = change
    await assertAtRest(before, 'tried again')
    if (quantization !== undefined && quantization !== before.quantization) {
      if (before.adapterId === null) throw onlyThisFile(before.name)
      // The file of the other quantization is of no use there any more.
      await targets[before.target].unload(before).catch(() => undefined)
      const made = await fileOf(options, before)
      await targets[before.target].remove(before, made?.path ?? null)
      await updateDeployment(db, id, {
        quantization,
        modelId: null,
        placedAt: null,
        key: null,
        instanceId: null,
        findings: { exportJobId: null, placed: null, folderName: null, digest: null }
      })
    }
    await updateDeployment(db, id, {
      unload,
      ...(contextLength !== undefined && { contextLength, contextReason: 'Chosen by you.' })
    })
    await goOn(before)
    changed()
    return get(id)
  }

  /** What has succeeded is gone through again as a new job: it may have been unloaded since. */
  const goOn = async ({ id, name, jobId }: StoredDeployment): Promise<void> => {
    const { state, title } = await jobs.get(jobId)
    if (state.status !== 'succeeded') {
      await jobs.retry(jobId)
      return
    }
    const next = newId()
    await updateDeployment(db, id, { jobId: next })
    const input = { deploymentId: id }
    await jobs.start(definition, { id: next, title: title || name, subjectId: id, input })
  }

  const assertAtRest = async ({ jobId }: StoredDeployment, what: string): Promise<void> => {
    const { state } = await jobs.get(jobId)
    if (state.status === 'queued' || state.status === 'running') throw underWay(what)
  }

  const lookAll = async (): Promise<Deployment[]> => {
    const proved = (await listDeployments(db)).filter(isProved)
    for (const [name, target] of Object.entries(targets)) {
      const there = proved.filter((deployment) => deployment.target === name)
      if (there.length === 0) continue
      const loaded = await target.loadedOf(there)
      for (const { id, onStage } of there) {
        if (loaded.has(id) === onStage) continue
        await updateDeployment(db, id, { onStage: loaded.has(id) })
        changed()
      }
    }
    return list()
  }

  return {
    'deployments.list': list,
    'deployments.get': ({ id }) => get(id),
    'deployments.plan': (input) => planDeployment(options, input),
    'deployments.start': async (input) => {
      const id = await startDeployment({ ...options, definition }, input)
      changed()
      return get(id)
    },
    'deployments.retry': retry,
    'deployments.stop': async ({ id }) => {
      await jobs.cancel((await getDeployment(db, id)).jobId)
      return get(id)
    },
    'deployments.unload': async ({ id }) => {
      const deployment = await getDeployment(db, id)
      await assertAtRest(deployment, 'unloaded')
      await targets[deployment.target].unload(deployment)
      await updateDeployment(db, id, { onStage: false })
      events.changed('deployments', 'engines')
      return get(id)
    },
    'deployments.remove': async ({ id }) => {
      const deployment = await getDeployment(db, id)
      await assertAtRest(deployment, 'removed')
      const target = targets[deployment.target]
      if (deployment.onStage) await target.unload(deployment).catch(() => undefined)
      const made = await fileOf(options, deployment).catch(() => null)
      await target.remove(deployment, made?.path ?? null)
      await updateDeployment(db, id, { deletedAt: Date.now(), onStage: false })
      events.changed('deployments', 'engines')
      return {}
    },
    'deployments.look': lookAll
  }
}

const forTheWindow = ({
  source: _source,
  unload: _unload,
  findings: _findings,
  ...deployment
}: StoredDeployment): Omit<Deployment, 'state'> => deployment

const isProved = ({ proof }: StoredDeployment): boolean =>
  proof !== null && proof.checks.every(({ passed }) => passed)

/** The job's steps are the deployment's, in the same order: the job knows which is under way. */
function stepsNow(steps: readonly DeployStep[], state: JobState): DeployStep[] {
  const current = 'step' in state ? state.step : null
  return steps.map((step, index) => {
    if (index !== current || step.state === 'done') return step
    if (state.status === 'running') return { ...step, state: 'now', detail: state.message }
    return state.status === 'failed' ? { ...step, state: 'failed' } : step
  })
}

const onlyThisFile = (name: string): AppError =>
  new AppError({
    code: 'conflict',
    message: `“${name}” is one finished file, with no adapter to make another quantization from. Nothing was changed.`,
    remedy: { text: 'Start from the adapter instead.' }
  })

const underWay = (what: string): AppError =>
  new AppError({
    code: 'conflict',
    message: `This deployment is under way, so it cannot be ${what} now. Nothing was changed.`,
    remedy: { text: 'Stop it first, or wait until it has ended.' }
  })
