import { Id } from '@contract/common'
import { Preset, RunSettings, Stage } from '@contract/run-settings'
import { z } from 'zod'
import { constant, preferenceLoss, presets, rewardStage } from './presets'

/** What the jobs of the first release held instead of every setting. */
const FirstSettings = z
  .strictObject({
    preset: Preset,
    maxSteps: z.int().positive().nullable(),
    stages: z.array(Stage).min(1)
  })
  .transform(({ preset, maxSteps, stages }): RunSettings => ({
    ...constant,
    keepWeight: 0,
    preset,
    stages,
    maxSteps,
    sft: presets[preset].sft,
    dpo: { ...presets[preset].dpo, ...preferenceLoss },
    reward: rewardStage
  }))

/** What a run's job works on. */
export const TrainInput = z.object({
  runId: Id,
  personaId: Id.nullable(),
  baseModelId: Id,
  settings: z.union([RunSettings, FirstSettings]),
  /** The run whose adapter this one begins with. */
  continueFrom: Id.nullable().default(null),
  /** A run that failed: its rows, its finished stages and its last checkpoint are taken over. */
  carryOn: Id.nullable().default(null),
  /** Rankings made before this time are left out. */
  since: z.int().nullable().default(null)
})
export type TrainInput = z.infer<typeof TrainInput>
