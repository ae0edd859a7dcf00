import { Id } from '@contract/common'
import type { TrainerEvent } from '@contract/trainer-events'
import fs from 'node:fs'
import { z } from 'zod'
import type { Database } from '../database/schema'
import { buildTrainingRows } from '../datasets/training-rows'
import type { Events } from '../events'
import type { JobDefinition, Step, StepContext } from '../jobs/definition'
import type { Python } from '../python/python'
import { readEvents } from './follow'
import { learnedSentence, nothingToLearn, tooLittle } from './learnable'
import { baseFolderFor, baseIsReady, RunSettings, writePlan, type Stage } from './plan'
import { getRun, updateRun } from './repository'
import { runFolder } from './run-folder'
import { createStageProgress } from './stage-progress'
import { stageIsFinished, summaryOf } from './summaries'
import { runTrainer, trainerCanBeTakenUp } from './trainer-process'

export type BaseModel = { id: string; name: string; ggufPath: string }

export type TrainingOptions = {
  db: Database
  events: Events
  projectDir: string
  /** Of this machine, shared by all projects: Python and the base models' folders. */
  dataDir: string
  python: Pick<Python, 'status' | 'pythonPath'>
  /** Folder that holds the package `trainer`. */
  trainerDir: string
  /** Of the trainer; 0 leaves the number to torch. */
  threads: number
  baseModel: (id: string) => Promise<BaseModel>
  /** Puts the adapter's folder into the registry and answers with its id. */
  registerAdapter: (adapter: {
    runId: string
    name: string
    baseModelId: string
    path: string
  }) => Promise<string>
}

export const TrainInput = z.object({
  runId: Id,
  personaId: Id.nullable(),
  baseModelId: Id,
  settings: RunSettings
})
export type TrainInput = z.infer<typeof TrainInput>

/** Rows, base, SFT, DPO, register. A stage that is finished is never trained again. */
export function trainJob(options: TrainingOptions): JobDefinition<TrainInput> {
  const folderOf = (runId: string) => runFolder(options.projectDir, runId)
  return {
    kind: 'train',
    lane: 'training',
    input: TrainInput,
    steps: ({ settings }) => [
      rowsStep(options),
      {
        name: 'base',
        title: 'Prepare the base model',
        weight: 10,
        done: ({ runId }) => baseIsReady(folderOf(runId)),
        run: (context) => runStage(options, context, 'base')
      },
      ...settings.stages.map((stage) => stageStep(options, stage)),
      registerStep(options)
    ],
    finished: async ({ runId }) => {
      const { name, data, dpo } = await getRun(options.db, runId)
      return learnedSentence({ name, data, accuracy: dpo?.preferenceAccuracy ?? null })
    },
    logFile: ({ runId }) => folderOf(runId).log,
    survives: ({ runId }) => trainerCanBeTakenUp(folderOf(runId).dir)
  }
}

function rowsStep(options: TrainingOptions): Step<TrainInput> {
  const { db, dataDir, projectDir, threads, baseModel } = options
  return {
    name: 'rows',
    title: 'Write the training rows',
    done: ({ runId }) => fs.existsSync(runFolder(projectDir, runId).plan),
    run: async ({ input: { runId, personaId, baseModelId, settings }, progress }) => {
      const folder = runFolder(projectDir, runId)
      const rows = await buildTrainingRows(db, { personaId })
      const reason = tooLittle(rows)
      if (reason !== null) throw nothingToLearn(reason)
      progress(null, 'Reading the base model')
      const { ggufPath } = await baseModel(baseModelId)
      const baseFolder = await baseFolderFor(dataDir, ggufPath)
      writePlan({ folder, rows, settings, ggufPath, baseFolder, threads })
      await updateRun(db, runId, { data: rows.data })
    }
  }
}

const titles: Readonly<Record<Stage, { title: string; weight: number }>> = {
  sft: { title: 'Learn from the best drafts (SFT)', weight: 35 },
  dpo: { title: 'Learn from the order (DPO)', weight: 53 }
}

function stageStep(options: TrainingOptions, stage: Stage): Step<TrainInput> {
  const { db, projectDir, events } = options
  return {
    name: stage,
    ...titles[stage],
    done: ({ runId }) => stageIsFinished(readEvents(runFolder(projectDir, runId).events), stage),
    run: async (context) => {
      const { runId } = context.input
      await runStage(options, context, stage)
      const said = readEvents(runFolder(projectDir, runId).events)
      await updateRun(db, runId, { [stage]: summaryOf(said, stage) })
      events.changed('runs')
    }
  }
}

function registerStep(options: TrainingOptions): Step<TrainInput> {
  const { db, projectDir, events, registerAdapter } = options
  return {
    name: 'register',
    title: 'Add the adapter to the models',
    done: async ({ runId }) => (await getRun(db, runId)).adapterId !== null,
    run: async ({ input: { runId, baseModelId, settings } }) => {
      const folder = runFolder(projectDir, runId)
      const said = readEvents(folder.events)
      const last = settings.stages.at(-1) ?? 'sft'
      const { name } = await getRun(db, runId)
      const path = folder.adapter(last)
      const adapterId = await registerAdapter({ runId, name, baseModelId, path })
      // The summaries again: the app may have been away when a stage ended.
      const [sft, dpo] = [summaryOf(said, 'sft'), summaryOf(said, 'dpo')]
      await updateRun(db, runId, { adapterId, sft, dpo })
      events.changed('runs', 'models')
    }
  }
}

/** One stage of the trainer, its events shown as the job's progress and passed on to the window. */
async function runStage(
  { projectDir, python, trainerDir, events }: TrainingOptions,
  { input: { runId }, signal, progress, log }: StepContext<TrainInput>,
  stage: Stage | 'base'
): Promise<void> {
  const folder = runFolder(projectDir, runId)
  const showProgress = createStageProgress(progress)
  await runTrainer({
    python: await python.pythonPath(),
    trainerDir,
    jobFile: folder.jobFile(stage),
    runDir: folder.dir,
    stage,
    signal,
    onLog: log,
    onEvents: (news: TrainerEvent[], { replayed }) => {
      showProgress(news)
      // What was there before is read with the run; sent again, the curves would show it twice.
      if (replayed) events.changed('runs')
      else events.emit('runs.events', { runId, events: news })
    }
  })
}
