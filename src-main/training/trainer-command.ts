import path from 'node:path'
import type { TrainerEvent } from '@contract/trainer-events'
import type { StepContext } from '../jobs/definition'
import { writeJobFile, type TrainerJob } from './job-files'
import { baseFolderFor, isBaseFolder } from './plan'
import { createStageProgress } from './stage-progress'
import type { BaseModel } from './training-options'
import { runTrainer, type DoneEvent } from './trainer-process'

export type CommandOptions = {
  python: { pythonPath: () => Promise<string> }
  /** Folder that holds the package `trainer`. */
  trainerDir: string
  /** Of this machine: the base models' folders. */
  dataDir: string
}

/**
 * Runs one command of the trainer in a folder of its own, as part of a job.
 *
 * @throws AppError as `runTrainer` does
 */
export async function runCommand({
  options: { python, trainerDir },
  context: { signal, progress, log },
  job,
  onEvents
}: {
  options: CommandOptions
  context: Pick<StepContext<unknown>, 'signal' | 'progress' | 'log'>
  job: TrainerJob
  onEvents?: (events: TrainerEvent[]) => void
}): Promise<DoneEvent> {
  const { runDir, stage } = job
  const showProgress = createStageProgress(progress)
  return runTrainer({
    python: await python.pythonPath(),
    trainerDir,
    jobFile: writeJobFile(path.join(runDir, 'jobs', `${stage}.json`), job),
    runDir,
    stage,
    signal,
    onLog: log,
    onEvents: (events) => {
      showProgress(events)
      onEvents?.(events)
    }
  })
}

/** The base as a folder that can be trained, made from its GGUF file where it is not there yet. */
export async function prepareBase({
  options,
  context,
  base,
  runDir
}: {
  options: CommandOptions
  context: Pick<StepContext<unknown>, 'signal' | 'progress' | 'log'>
  base: BaseModel
  runDir: string
}): Promise<string> {
  if ('folder' in base) return base.folder
  const outputDir = await baseFolderFor(options.dataDir, base.ggufPath)
  if (isBaseFolder(outputDir)) return outputDir
  const job = { command: 'base', stage: 'base', runDir, source: base.ggufPath, outputDir } as const
  await runCommand({ options, context, job })
  return outputDir
}
