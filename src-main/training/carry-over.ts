import fs from 'node:fs'
import path from 'node:path'
import type { RunSettings, Stage } from '@contract/run-settings'
import type { TrainerEvent } from '@contract/trainer-events'
import { z } from 'zod'
import { AppError } from '../app-error'
import { readEvents } from './follow'
import { readJobFile, writeJobFile, type TrainerJob } from './job-files'
import { newestCheckpoint } from './keep'
import { stepsOf } from './presets'
import type { RunFolder } from './run-folder'
import { stageJob } from './stage-job'
import { stageIsFinished } from './summaries'

type TrainingJob = Extract<TrainerJob, { learningRate: number }>

/**
 * Makes the folder of a run that goes on where another failed: the same rows, so that no topic
 * changes sides; what its finished stages made; and its last checkpoint. All are copies, because
 * the failed run may be deleted meanwhile.
 *
 * @throws AppError `not_found` when the failed run's files are gone
 */
export function carryOver({
  from,
  to,
  settings
}: {
  from: RunFolder
  to: RunFolder
  /** Their stages are those that the failed run had not finished. */
  settings: RunSettings
}): void {
  if (!fs.existsSync(from.plan)) throw filesAreGone()
  const events = readEvents(from.events)
  fs.mkdirSync(to.dir, { recursive: true })
  fs.cpSync(path.dirname(from.rows('sft')), path.dirname(to.rows('sft')), { recursive: true })
  for (const stage of settings.stages) {
    const old = readTrainingJob(from, stage)
    const steps = stepsOf(settings[stage], countLines(to.rows(stage)))
    const places = {
      runDir: to.dir,
      baseModel: old.baseModel,
      outputDir: to.output(stage),
      data: to.rows(stage),
      heldOut: old.heldOut === null ? null : to.rows(`${stage}-held-out`),
      adapter: adapterOf({ stage, settings, old, to }),
      threads: old.threads,
      samplePrompts: old.samplePrompts,
      carryOn: carriedTo({ stage, settings, old, from, to, events })
    }
    writeJobFile(
      to.jobFile(stage),
      stageJob({ stage, settings, places, steps: Math.min(steps, settings.maxSteps ?? steps) })
    )
  }
  const { baseFolder } = Plan.parse(JSON.parse(fs.readFileSync(from.plan, 'utf8')))
  fs.writeFileSync(to.plan, JSON.stringify({ baseFolder, settings }, null, 2), { flush: true })
}

const Plan = z.object({ baseFolder: z.string() })

/** Where a run would go on: the first unfinished stage's newest checkpoint; null where it has none. */
export function placeToGoOn(
  folder: RunFolder,
  stages: readonly Stage[]
): { stage: Stage; step: number } | null {
  const events = readEvents(folder.events)
  const stage = stages.find((name) => !stageIsFinished(events, name))
  const checkpoint = stage && newestCheckpoint(events, stage)
  return checkpoint ? { stage, step: checkpoint.step } : null
}

/** The adapter that a stage begins with, as a copy where it is not the run's own. */
function adapterOf({
  stage,
  settings,
  old,
  to
}: {
  stage: Stage
  settings: RunSettings
  old: TrainingJob
  to: RunFolder
}): string | null {
  if (stage === 'dpo' && settings.stages.includes('sft')) return to.adapter('sft')
  if (old.adapter === null) return null
  fs.rmSync(to.start, { recursive: true, force: true })
  fs.cpSync(old.adapter, to.start, { recursive: true })
  return to.start
}

/** The failed stage's newest checkpoint, where the adapter keeps its shape. */
function carriedTo({
  stage,
  settings,
  old,
  from,
  to,
  events
}: {
  stage: Stage
  settings: RunSettings
  old: TrainingJob
  from: RunFolder
  to: RunFolder
  events: readonly TrainerEvent[]
}): { checkpoint: string; rows: number; batchSize: number } | null {
  const place = placeToGoOn(from, [stage])
  const begun = events.findLast((event) => event.type === 'stage' && event.stage === stage)
  const checkpoint = newestCheckpoint(events, stage)
  const sameShape = old.lora.r === settings.lora.r && old.lora.alpha === settings.lora.alpha
  if (!place || !checkpoint || begun?.type !== 'stage' || !sameShape) return null
  fs.rmSync(to.carried, { recursive: true, force: true })
  fs.cpSync(checkpoint.path, to.carried, { recursive: true })
  return { checkpoint: to.carried, rows: begun.rows, batchSize: old.batchSize }
}

function readTrainingJob(folder: RunFolder, stage: Stage): TrainingJob {
  const job = readJobFile(folder.jobFile(stage))
  if ('learningRate' in job) return job
  throw filesAreGone()
}

const countLines = (file: string): number =>
  fs.readFileSync(file, 'utf8').split('\n').filter(Boolean).length

const filesAreGone = (): AppError =>
  new AppError({
    code: 'not_found',
    message:
      'The files of the run to go on from are gone, so it was not started. Nothing else was changed.',
    remedy: { text: 'Begin a new run.' }
  })
