import type { Handlers } from '@contract/calls'
import type { Deployment, DeployStep } from '@contract/deployments'
import type { JobState } from '@contract/jobs'
import { AppError } from '../../app-error'
import type { Database } from '../../database/schema'
import type { JobRunner } from '../../jobs/runner'
import { getDeployment, listDeployments, type StoredDeployment } from './repository'

type DeploymentHandlers = Pick<Handlers, Extract<keyof Handlers, `deployments.${string}`>>

/** Tuned models on their way to where they answer: what would happen, the job, and what stands there. */
export function deploymentHandlers({
  db,
  jobs
}: {
  db: Database
  jobs: JobRunner
}): DeploymentHandlers {
  const withState = async (stored: StoredDeployment): Promise<Deployment> => {
    const { source: _source, unload: _unload, findings: _findings, ...deployment } = stored
    const { state } = await jobs.get(stored.jobId)
    return { ...deployment, state, steps: stepsNow(stored.steps, state) }
  }
  const list = async (): Promise<Deployment[]> =>
    Promise.all((await listDeployments(db)).map(withState))
  const notYet = (): never => {
    throw new AppError({ code: 'conflict', message: 'This cannot be done yet.' })
  }
  return {
    'deployments.list': list,
    'deployments.get': async ({ id }) => withState(await getDeployment(db, id)),
    'deployments.plan': notYet,
    'deployments.start': notYet,
    'deployments.retry': notYet,
    'deployments.stop': notYet,
    'deployments.unload': notYet,
    'deployments.remove': notYet,
    'deployments.look': list
  }
}

/** The job's steps are the deployment's, in the same order: the job knows which is under way. */
function stepsNow(steps: readonly DeployStep[], state: JobState): DeployStep[] {
  const current = 'step' in state ? state.step : null
  return steps.map((step, index) => {
    if (index !== current || step.state === 'done') return step
    if (state.status === 'running') return { ...step, state: 'now', detail: state.message }
    return state.status === 'failed' ? { ...step, state: 'failed' } : step
  })
}
