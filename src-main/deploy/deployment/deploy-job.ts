import { Id } from '@contract/common'
import { DeployStepName, type DeployTarget } from '@contract/deployments'
import { z } from 'zod'
import { toAppError } from '../../app-error'
import type { Database } from '../../database/schema'
import type { Events } from '../../events'
import type { JobDefinition, Step, StepContext } from '../../jobs/definition'
import type { JobRunner } from '../../jobs/runner'
import type { Models } from '../../models/models'
import { fileOf } from './export-steps'
import {
  getDeployment,
  untouched,
  updateDeployment,
  type DeploymentChange,
  type StoredDeployment
} from './repository'
import { repairsOf } from './step-failure'
import type { Done, StillSo, Target, TargetContext, TargetStep } from './target'

export const DeployInput = z.object({ deploymentId: Id })
export type DeployInput = z.infer<typeof DeployInput>

/** A step that needs no finished file yet. */
export type MakingStep = (context: Omit<TargetContext, 'file'>) => Promise<Done>

type Options = {
  db: Database
  events: Events
  jobs: JobRunner
  models: Pick<Models, 'get' | 'list' | 'modelFile'>
  train: MakingStep
  merge: MakingStep
  convert: MakingStep
  prove: (target: Target, context: TargetContext) => Promise<Done>
  targets: Readonly<Record<DeployTarget, Target>>
}

/**
 * Train, merge, convert, place, index, load, prove. What a step found is written down with it, and
 * looked at again before it is skipped, so a retry goes on where the world says that it stopped.
 */
export function deployJob(options: Options): JobDefinition<DeployInput> {
  const { db, jobs, models, targets } = options
  const step = (name: DeployStepName, how: Omit<How, 'name'>): Step<DeployInput> =>
    deployStep(options, { name, ...how })
  const ofTarget =
    (name: 'place' | 'index' | 'load'): TargetStep =>
    (context) =>
      targets[context.deployment.target][name](context)
  const withFile =
    (run: TargetStep): MakingStep =>
    async (context) => {
      const made = await fileOf({ models }, context.deployment)
      return run({ ...context, file: await models.modelFile(made?.id ?? missing(context)) })
    }
  const hasFile: StillSo = async (deployment) => (await fileOf({ models }, deployment)) !== null

  return {
    kind: 'deploy',
    lane: 'delivering',
    input: DeployInput,
    steps: () => [
      step('train', {
        title: 'Train',
        weight: 50,
        run: options.train,
        stillSo: async ({ adapterId, modelId }) => adapterId !== null || modelId !== null
      }),
      step('merge', { title: 'Merge', weight: 12, run: options.merge, stillSo: hasFile }),
      step('convert', { title: 'Convert', weight: 20, run: options.convert, stillSo: hasFile }),
      step('place', {
        title: 'Place the file',
        weight: 4,
        run: withFile(ofTarget('place')),
        stillSo: (deployment) => targets[deployment.target].isPlaced(deployment)
      }),
      step('index', {
        title: 'Wait until it is seen',
        weight: 4,
        run: withFile(ofTarget('index')),
        stillSo: (deployment) => targets[deployment.target].isIndexed(deployment)
      }),
      step('load', {
        title: 'Load',
        weight: 5,
        run: withFile(ofTarget('load')),
        stillSo: (deployment) => targets[deployment.target].isLoaded(deployment)
      }),
      step('prove', {
        title: 'Prove that it answers',
        weight: 5,
        run: withFile((context) => options.prove(targets[context.deployment.target], context)),
        stillSo: async ({ proof }) => proof !== null && proof.checks.every(({ passed }) => passed)
      })
    ],
    finished: async ({ deploymentId }) => {
      const { name, target } = await getDeployment(db, deploymentId)
      return `${name} is on stage: it answers in ${targets[target].name}.`
    },
    // Where its run goes on without the app, it waits on for it.
    survives: async ({ deploymentId }) => {
      const { runId, adapterId } = await getDeployment(db, deploymentId)
      if (runId === null || adapterId !== null) return false
      const run = await db
        .selectFrom('runs')
        .select('job_id')
        .where('id', '=', runId)
        .executeTakeFirst()
      return run !== undefined && (await jobs.get(run.job_id)).state.status === 'queued'
    }
  }
}

type How = {
  name: DeployStepName
  title: string
  weight: number
  run: MakingStep
  stillSo: StillSo
}

function deployStep({ db, events }: Options, how: How): Step<DeployInput> {
  const { name, title, weight, run, stillSo } = how
  const place = DeployStepName.options.indexOf(name)
  return {
    name,
    title,
    weight,
    done: async ({ deploymentId }) => {
      const deployment = await getDeployment(db, deploymentId)
      return deployment.steps[place]?.state === 'done' && (await stillSo(deployment))
    },
    run: async (context) => {
      const { deploymentId } = context.input
      const startedAt = performance.now()
      const save = (change: DeploymentChange): Promise<void> =>
        updateDeployment(db, deploymentId, change)
      const before = await getDeployment(db, deploymentId)
      const now = DeployStepName.options.map((one, index) =>
        index < place ? (before.steps[index] ?? untouched(one)) : untouched(one)
      )
      await save({ steps: now, repairs: [], onStage: false })
      events.changed('deployments')
      const deployment = await getDeployment(db, deploymentId)
      const found = await run({ ...reporting(context), deployment, save }).catch(
        async (thrown: unknown) => {
          if (!context.signal.aborted) await save({ repairs: repairsOf(toAppError(thrown)) })
          throw thrown
        }
      )
      const took = (performance.now() - startedAt) / 1000
      const did =
        typeof found === 'string'
          ? { detail: found, seconds: took }
          : { detail: found.notNeeded, seconds: null }
      const done = now.map((one, index) =>
        index === place ? { name, state: 'done' as const, ...did } : one
      )
      await save({ steps: done })
      events.changed('deployments')
    }
  }
}

const reporting = ({ signal, progress, log }: StepContext<DeployInput>) => ({
  signal,
  progress,
  log
})

function missing({ deployment }: { deployment: StoredDeployment }): never {
  throw new Error(`The file of “${deployment.name}” is not made yet.`)
}
