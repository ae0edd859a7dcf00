import fs from 'node:fs'
import path from 'node:path'
import type { Stage } from '@contract/run-settings'
import type { TrainerEvent } from '@contract/trainer-events'
import { AppError } from '../app-error'
import type { RunFolder } from './run-folder'

/** What of a checkpoint is the adapter; the rest is there to continue. */
const ADAPTER_FILES = ['adapter_config.json', 'adapter_model.safetensors']
/** The trainer writes it last into a checkpoint. */
const COMPLETE = 'COMPLETE'

/**
 * Makes a stage's checkpoint its adapter, for a run that is ended before its end: the one with the
 * lowest held-out loss, or the last. Returns the step that was kept; null where there is none.
 */
export function keepCheckpoint({
  folder,
  stage,
  which,
  events
}: {
  folder: RunFolder
  stage: Stage
  which: 'last' | 'best'
  events: readonly TrainerEvent[]
}): { step: number } | null {
  const there = completeCheckpoints(events, stage)
  const best = which === 'best' ? there.findLast((event) => event.best) : undefined
  const chosen = best ?? there.at(-1)
  if (!chosen) return null
  const target = folder.adapter(stage)
  const staged = `${target}.part`
  fs.rmSync(staged, { recursive: true, force: true })
  fs.mkdirSync(staged, { recursive: true })
  for (const file of ADAPTER_FILES) {
    fs.copyFileSync(path.join(chosen.path, file), path.join(staged, file))
  }
  fs.rmSync(target, { recursive: true, force: true })
  fs.renameSync(staged, target)
  return { step: chosen.step }
}

/** The newest checkpoint of a stage that is whole; null where there is none. */
export const newestCheckpoint = (
  events: readonly TrainerEvent[],
  stage: Stage
): { step: number; path: string } | null => completeCheckpoints(events, stage).at(-1) ?? null

const completeCheckpoints = (events: readonly TrainerEvent[], stage: Stage) =>
  events.flatMap((event) =>
    event.type === 'checkpoint' && event.stage === stage && isComplete(event.path) ? [event] : []
  )

const isComplete = (checkpoint: string): boolean => fs.existsSync(path.join(checkpoint, COMPLETE))

export const nothingToKeep = (): AppError =>
  new AppError({
    code: 'training_failed',
    message:
      'The run was ended before its first checkpoint, so there is no adapter to keep. Nothing else was harmed.',
    remedy: { text: 'Continue the run, or delete it.', action: 'retry' }
  })
