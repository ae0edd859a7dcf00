import fs from 'node:fs'
import path from 'node:path'
import type { TrainerEvent } from '@contract/trainer-events'
import type { StepContext } from '../jobs/definition'
import { writeJobFile, type TrainerJob } from '../training/job-files'
import { createStageProgress } from '../training/stage-progress'
import { runTrainer, trainerIsAlive } from '../training/trainer-process'
import { assertSpace, freeBytesOnDisk } from '../models/disk-space'
import { exportFolder } from './export-folder'
import type { ExportInput, ExportOptions } from './export-input'
import { removeStaged } from './staged'

/** The trainer's commands that an export uses, without what this file adds to all of them. */
type ExportStageJob = DistributiveOmit<
  Extract<TrainerJob, { command: 'base' | 'answer' | 'tokens' | 'merge' | 'convert' | 'quantize' }>,
  'runDir'
>
type DistributiveOmit<Union, Key extends PropertyKey> = Union extends unknown
  ? Omit<Union, Key>
  : never

/**
 * Runs one command of the trainer in the export's folder; afterwards `output` is there, and whole.
 *
 * @throws AppError as `assertSpace` and `runTrainer` do
 */
export async function runExportStage({
  options,
  context,
  job,
  output,
  needs
}: {
  options: ExportOptions
  context: StepContext<ExportInput>
  job: ExportStageJob
  output: string
  /** What it will write, where that is much. */
  needs?: { doing: string; bytes: number }
}): Promise<void> {
  const { projectDir, python, trainerDir, freeBytes = freeBytesOnDisk } = options
  const { input, signal, progress, log } = context
  const folder = exportFolder(projectDir, input)
  const { stage } = job
  fs.mkdirSync(folder.dir, { recursive: true })
  // A trainer that is at work already has taken its space.
  if (needs && !trainerIsAlive(folder.dir)) {
    await assertSpace({ ...needs, dir: path.dirname(output), freeBytes })
  }
  const jobFile = writeJobFile(folder.jobFile(stage), { ...job, runDir: folder.dir })
  const showProgress = createStageProgress(progress)
  const showAnswers = createAnswerCount(job, progress)
  const run = async (): Promise<void> => {
    await runTrainer({
      python: await python.pythonPath(),
      trainerDir,
      jobFile,
      runDir: folder.dir,
      stage,
      signal,
      onLog: log,
      onEvents: (events) => {
        showProgress(events)
        showAnswers(events)
      }
    })
  }
  try {
    await run()
  } catch (error) {
    // One that was ended from outside could not tidy up; one that goes on by itself is left alone.
    if (!trainerIsAlive(folder.dir)) removeStaged(path.dirname(output))
    throw error
  }
  // What a trainer finished while the app was away may have been removed since.
  if (!fs.existsSync(output)) await run()
}

function createAnswerCount(
  job: ExportStageJob,
  progress: StepContext<ExportInput>['progress']
): (events: readonly TrainerEvent[]) => void {
  if (job.command !== 'answer') return () => undefined
  const total = job.prompts.length
  let count = 0
  return (events) => {
    count += events.filter(({ type }) => type === 'sample').length
    progress(Math.min(1, count / total), `Answer ${count} of ${total}`)
  }
}
