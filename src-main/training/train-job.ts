import type { Stage } from '@contract/run-settings'
import type { TrainerEvent } from '@contract/trainer-events'
import type { JobDefinition, Step, StepContext } from '../jobs/definition'
import { readEvents } from './follow'
import { baseIsReady } from './plan'
import { registerStep } from './register-step'
import { getRun, updateRun } from './repository'
import { rowsStep } from './rows-step'
import { runFolder } from './run-folder'
import { createStageProgress } from './stage-progress'
import { stageIsFinished, summaryOf } from './summaries'
import { TrainInput } from './train-input'
import type { TrainingOptions } from './training-options'
import { verdictOf } from './verdict'
import { runTrainer, trainerCanBeTakenUp } from './trainer-process'

/** Rows, base, the stages, register. A stage that is finished is never trained again. */
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
    finished: async ({ runId }) =>
      verdictOf(await getRun(options.db, runId), readEvents(folderOf(runId).events)).sentences.join(
        ' '
      ),
    logFile: ({ runId }) => folderOf(runId).log,
    survives: ({ runId }) => trainerCanBeTakenUp(folderOf(runId).dir)
  }
}

const titles: Readonly<Record<Stage, { title: string; weight: number }>> = {
  sft: { title: 'Learn from the best drafts (SFT)', weight: 35 },
  dpo: { title: 'Learn from the order (DPO)', weight: 53 },
  reward: { title: 'Learn to score drafts (reward model)', weight: 30 }
}

function stageStep(options: TrainingOptions, stage: Stage): Step<TrainInput> {
  const { db, projectDir, events } = options
  return {
    name: stage,
    ...titles[stage],
    done: async ({ runId }) => {
      const { halt } = await getRun(db, runId)
      // The person ended it and keeps what there is: nothing more is trained.
      if (halt === 'keepLast' || halt === 'keepBest') return true
      return stageIsFinished(readEvents(runFolder(projectDir, runId).events), stage)
    },
    run: async (context) => {
      const { runId } = context.input
      await runStage(options, context, stage)
      const said = readEvents(runFolder(projectDir, runId).events)
      await updateRun(db, runId, { [stage]: summaryOf(said, stage) })
      events.changed('runs')
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
