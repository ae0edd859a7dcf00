import type { RunOverrides, RunSettings, Stage } from '@contract/run-settings'
import type { Run, RunChoices, RunEstimate, RunRetry, SmallerChange } from '@contract/training'
import type { TrainerEvent } from '@contract/trainer-events'
import { AppError } from '../app-error'
import { newId } from '../database/ids'
import type { JobDefinition } from '../jobs/definition'
import type { JobRunner } from '../jobs/runner'
import { placeToGoOn } from './carry-over'
import { insertRun } from './repository'
import { given } from './resolve-settings'
import { runFolder } from './run-folder'
import { stageIsFinished } from './summaries'
import type { TrainInput } from './train-input'
import type { TrainingOptions } from './training-options'

type Failed = { run: Run; events: readonly TrainerEvent[] }

/** What would make a failed run end well: smaller settings, or a slower pace; and where it goes on. */
export async function retriesOf({
  run,
  events,
  projectDir,
  preview
}: Failed & {
  projectDir: string
  preview: (choices: RunChoices) => Promise<{ estimate: Pick<RunEstimate, 'memory' | 'smaller'> }>
}): Promise<RunRetry> {
  const { settings, state } = run
  if (settings === null || state.status !== 'failed') return { changes: [], from: null }
  const stages = unfinished(settings.stages, events)
  const [stage] = stages
  if (stage === undefined) return { changes: [], from: null }
  const from = placeToGoOn(runFolder(projectDir, run.id), stages)
  if (state.error.code === 'diverged') {
    return { changes: slower(settings, stage, resolvedPrecision(events, stage)), from }
  }
  if (state.error.code !== 'out_of_memory') return { changes: [], from: null }
  const { preset, ...overrides } = settings
  const { estimate } = await preview({
    personaId: run.personaId,
    baseModelId: run.baseModelId,
    preset,
    stages,
    overrides,
    continueFrom: null,
    learnFrom: 'all'
  })
  const now = estimate.memory?.total ?? Infinity
  // An adapter that is begun with has its shape already, and not every change helps every stage.
  const fixed = stages.length < settings.stages.length || run.continuedFrom !== null
  const changes = estimate.smaller.filter(
    ({ overrides: change, totalBytes }) =>
      !(fixed && change.lora) && (totalBytes === null || totalBytes < now * 0.99)
  )
  return { changes, from: changes[0]?.overrides.lora ? null : from }
}

/**
 * Starts a new run with these changes: finished stages are kept, the failed one goes on from its
 * checkpoint where the change allows it. Without files to take over it is a run of its own.
 *
 * @throws AppError `conflict`, `python_missing`, `python_broken`
 */
export async function retryRun({
  run,
  events,
  overrides,
  options: { db, python },
  jobs,
  definition
}: Failed & {
  overrides: RunOverrides
  options: TrainingOptions
  jobs: JobRunner
  definition: JobDefinition<TrainInput>
}): Promise<string> {
  const { settings, personaId, baseModelId, preset, name, data } = run
  if (settings === null || !['failed', 'cancelled', 'interrupted'].includes(run.state.status)) {
    throw nothingToRetry()
  }
  // Another shape of adapter fits nothing that was trained so far.
  const anew = overrides.lora !== undefined
  const stages = anew ? settings.stages : unfinished(settings.stages, events)
  if (stages.length === 0) throw nothingToRetry()
  await python.pythonPath()
  const changed = changedSettings({ settings, overrides, stages })
  const id = newId()
  // Without a word of training there is nothing to take over yet, not even a base that is ready.
  const carryOn = events.some((event) => event.type === 'stage') ? run.id : null
  const job = await jobs.start(definition, {
    title: `Train ${name}`,
    subjectId: id,
    input: {
      runId: id,
      personaId,
      baseModelId,
      settings: changed,
      carryOn,
      continueFrom: carryOn === null ? run.continuedFrom : null,
      since: null
    }
  })
  const next = { id, name, personaId, baseModelId, preset, settings: changed, data }
  const continuedFrom = carryOn ?? run.continuedFrom
  await insertRun(db, { ...next, continuedFrom, jobId: job.id }).catch(async (error: unknown) => {
    await jobs.cancel(job.id)
    throw error
  })
  return id
}

const unfinished = (stages: readonly Stage[], events: readonly TrainerEvent[]): Stage[] =>
  stages.filter((stage) => !stageIsFinished(events, stage))

/** After a loss that was no number: a smaller step is what a gradient that overshot needs. */
function slower(settings: RunSettings, stage: Stage, precision: string | null): SmallerChange[] {
  const { learningRate } = settings[stage]
  const half: SmallerChange = {
    title: 'Half the learning rate',
    cost: 'It goes half as far with each step.',
    overrides: { [stage]: { learningRate: Number((learningRate / 2).toPrecision(2)) } },
    totalBytes: null
  }
  const full: SmallerChange = {
    title: 'Full precision',
    cost: 'Twice the memory for the base’s weights, and slower where half is fast.',
    overrides: { precision: 'fp32' },
    totalBytes: null
  }
  return precision === 'bf16' ? [half, full] : [half]
}

function resolvedPrecision(events: readonly TrainerEvent[], stage: Stage): string | null {
  const begun = events.findLast((event) => event.type === 'stage' && event.stage === stage)
  const precision = begun?.type === 'stage' ? begun.settings['precision'] : null
  return typeof precision === 'string' ? precision : null
}

function changedSettings({
  settings,
  overrides: { sft, dpo, reward, lora, ...whole },
  stages
}: {
  settings: RunSettings
  overrides: RunOverrides
  stages: Stage[]
}): RunSettings {
  return {
    ...settings,
    ...given(whole),
    stages,
    sft: { ...settings.sft, ...given(sft) },
    dpo: { ...settings.dpo, ...given(dpo) },
    reward: { ...settings.reward, ...given(reward) },
    lora: { ...settings.lora, ...given(lora) }
  }
}

const nothingToRetry = (): AppError =>
  new AppError({
    code: 'conflict',
    message:
      'This run has not failed in its training, so there is nothing to try again with other settings.',
    remedy: { text: 'Continue it, or begin a new run.' }
  })
