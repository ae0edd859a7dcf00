import type { ParsedInput } from '@contract/calls'
import type { RunSettings } from '@contract/run-settings'
import type { Run, RunChoices } from '@contract/training'
import { AppError } from '../app-error'
import { newId } from '../database/ids'
import { buildTrainingRows, type TrainingRows } from '../datasets/training-rows'
import type { JobDefinition } from '../jobs/definition'
import type { JobRunner } from '../jobs/runner'
import { learnableRows, nothingToLearn, tooLittle } from './learnable'
import { getRun, insertRun } from './repository'
import { resolveSettings } from './resolve-settings'
import type { TrainInput } from './train-input'
import type { TrainingOptions } from './training-options'

export type Resolved = {
  rows: TrainingRows
  settings: RunSettings
  reasons: string[]
  /** The run whose adapter is begun with; its base model is then this run's. */
  earlier: Pick<Run, 'id' | 'baseModelId'> | null
  /** Rankings made before it are left out. */
  since: number | null
}

/**
 * What a run with these choices would learn from, and every setting of it. A run that continues
 * another takes over its LoRA's shape: the adapter has that shape already.
 *
 * @throws AppError `not_found`, `conflict` when the earlier run has no adapter
 */
export async function resolveRun(
  { db }: Pick<TrainingOptions, 'db'>,
  { personaId, preset, stages, overrides, maxSteps, continueFrom, learnFrom }: RunChoices
): Promise<Resolved> {
  const earlier = continueFrom === null ? null : await getRun(db, continueFrom)
  if (earlier && earlier.adapterId === null) throw noAdapter(earlier.name)
  const since = earlier && learnFrom === 'new' ? earlier.createdAt : null
  const rows = await buildTrainingRows(db, { personaId, since })
  const lora = earlier?.settings?.lora ?? overrides.lora
  const { settings, reasons } = resolveSettings(
    { preset, stages, overrides: { ...overrides, ...(lora && { lora }) }, maxSteps },
    rows
  )
  return { rows: learnableRows(rows, settings), settings, reasons, earlier, since }
}

/** @throws AppError `nothing_to_learn`, `python_missing`, `python_broken`, `not_found`, `conflict` */
export async function startRun({
  input,
  options,
  jobs,
  definition,
  defaultBaseModelId
}: {
  input: ParsedInput<'runs.start'>
  options: TrainingOptions
  jobs: JobRunner
  definition: JobDefinition<TrainInput>
  defaultBaseModelId: () => Promise<string>
}): Promise<string> {
  const { db, python, baseModel } = options
  const { name, notes, personaId, preset } = input
  const { rows, settings, earlier, since } = await resolveRun(options, input)
  const reason = tooLittle(rows, settings.stages)
  if (reason !== null) throw nothingToLearn(reason)
  await python.pythonPath()
  const chosen = input.baseModelId ?? earlier?.baseModelId ?? (await defaultBaseModelId())
  if (earlier && earlier.baseModelId !== chosen) throw otherBase()
  const base = await baseModel(chosen)
  const id = newId()
  const continuedFrom = earlier?.id ?? null
  const job = await jobs.start(definition, {
    title: `Train ${name}`,
    subjectId: id,
    input: {
      runId: id,
      personaId,
      baseModelId: base.id,
      settings,
      continueFrom: continuedFrom,
      carryOn: null,
      since
    }
  })
  const run = { id, name, notes, personaId, preset, settings, continuedFrom, data: rows.data }
  await insertRun(db, { ...run, baseModelId: base.id, jobId: job.id }).catch(
    async (error: unknown) => {
      await jobs.cancel(job.id)
      throw error
    }
  )
  return id
}

const noAdapter = (name: string): AppError =>
  new AppError({
    code: 'conflict',
    message: `“${name}” has no adapter to go on from. No run was started.`,
    remedy: { text: 'Choose a run that has finished, or begin a new one.' }
  })

const otherBase = (): AppError =>
  new AppError({
    code: 'invalid_input',
    message:
      'The run to continue from was trained on another base model, and its adapter fits no other. No run was started.',
    remedy: { text: 'Choose that base model, or begin a new run.' }
  })
