import type { Stage } from '@contract/run-settings'
import type { TrainerEvent } from '@contract/trainer-events'
import type { Step } from '../jobs/definition'
import { readEvents } from './follow'
import { keepCheckpoint, nothingToKeep } from './keep'
import { getRun, updateRun } from './repository'
import { runFolder, type RunFolder } from './run-folder'
import { stageIsFinished, summaryOf } from './summaries'
import type { TrainInput } from './train-input'
import type { TrainingOptions } from './training-options'

/** What the run has made goes into the registry: an adapter that writes, a reward model, or both. */
export function registerStep(options: TrainingOptions): Step<TrainInput> {
  const { db, projectDir, events, registerAdapter } = options
  return {
    name: 'register',
    title: 'Add what was trained to the models',
    run: async ({ input: { runId, baseModelId, settings }, log }) => {
      const folder = runFolder(projectDir, runId)
      const said = readEvents(folder.events)
      const { name, halt } = await getRun(db, runId)
      const which = halt === 'keepBest' ? ('best' as const) : ('last' as const)
      const made = settings.stages.filter((stage) => has({ folder, said, stage, which, log }))
      const writer = made.filter((stage) => stage !== 'reward').at(-1)
      if (made.length === 0) {
        // A retry then trains on, instead of looking for a checkpoint again.
        await updateRun(db, runId, { halt: null })
        throw nothingToKeep()
      }
      const register = (stage: Stage, kind: 'adapter' | 'reward'): Promise<string> =>
        registerAdapter({ runId, kind, name, baseModelId, path: folder.adapter(stage) })
      await updateRun(db, runId, {
        ...(writer && { adapterId: await register(writer, 'adapter') }),
        ...(made.includes('reward') && { rewardModelId: await register('reward', 'reward') }),
        // The summaries again: the app may have been away when a stage ended.
        sft: summaryOf(said, 'sft'),
        dpo: summaryOf(said, 'dpo'),
        reward: summaryOf(said, 'reward')
      })
      events.changed('runs', 'models')
    }
  }
}

/** True when the stage has an adapter; of a stage that was cut short, a checkpoint becomes it. */
function has({
  folder,
  said,
  stage,
  which,
  log
}: {
  folder: RunFolder
  said: readonly TrainerEvent[]
  stage: Stage
  which: 'last' | 'best'
  log: (line: string) => void
}): boolean {
  if (stageIsFinished(said, stage)) return true
  const kept = keepCheckpoint({ folder, stage, which, events: said })
  if (kept) log(`Kept the checkpoint of step ${String(kept.step)} (${stage}) as the result.`)
  return kept !== null
}
