import fs from 'node:fs'
import { buildTrainingRows } from '../datasets/training-rows'
import type { Step } from '../jobs/definition'
import { carryOver } from './carry-over'
import { learnableRows, nothingToLearn, tooLittle } from './learnable'
import { baseFolderFor, writePlan } from './plan'
import { getRun, updateRun } from './repository'
import { writeRunConfig } from './run-config'
import { runFolder, writingAdapter, type RunFolder } from './run-folder'
import type { TrainInput } from './train-input'
import type { TrainingOptions } from './training-options'

/** Freezes what the run learns from: its rows, its settings and the adapter it begins with. */
export function rowsStep(options: TrainingOptions): Step<TrainInput> {
  const { db, dataDir, projectDir, threads, baseModel } = options
  return {
    name: 'rows',
    title: 'Write the training rows',
    done: ({ runId }) => fs.existsSync(runFolder(projectDir, runId).plan),
    run: async ({ input, progress }) => {
      const { runId, personaId, baseModelId, settings, since, continueFrom, carryOn } = input
      const folder = runFolder(projectDir, runId)
      const run = await getRun(db, runId)
      const config = writeRunConfig({
        name: run.name,
        notes: run.notes,
        persona: personaId,
        baseModel: baseModelId,
        continueFrom,
        learnFrom: since === null ? 'all' : 'new',
        settings
      })
      fs.mkdirSync(folder.dir, { recursive: true })
      fs.writeFileSync(folder.config, config, { flush: true })
      if (carryOn !== null) {
        carryOver({ from: runFolder(projectDir, carryOn), to: folder, settings })
        return
      }
      const rows = learnableRows(await buildTrainingRows(db, { personaId, since }), settings)
      const reason = tooLittle(rows, settings.stages)
      if (reason !== null) throw nothingToLearn(reason)
      progress(null, 'Reading the base model')
      const base = await baseModel(baseModelId)
      const baseFolder =
        'folder' in base ? base.folder : await baseFolderFor(dataDir, base.ggufPath)
      const adapter =
        continueFrom === null ? null : copyAdapter(runFolder(projectDir, continueFrom), folder)
      writePlan({ folder, rows, settings, base, baseFolder, adapter, threads })
      await updateRun(db, runId, { data: rows.data })
    }
  }
}

/** A copy of its own: the earlier run may be deleted while this one trains. */
function copyAdapter(from: RunFolder, to: RunFolder): string {
  const source = writingAdapter(from)
  if (source === null) {
    throw nothingToLearn('The run to continue from has no adapter any more.')
  }
  fs.rmSync(to.start, { recursive: true, force: true })
  fs.cpSync(source, to.start, { recursive: true })
  return to.start
}
