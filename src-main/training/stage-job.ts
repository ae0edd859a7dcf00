import type { ChatMessage } from '@contract/generation'
import type { RunSettings, Stage } from '@contract/run-settings'
import type { TrainerJob } from './job-files'
import { common, evaluateEvery } from './presets'

/** Of a stage's job what is not a setting: where it reads and writes. */
export type StagePlaces = {
  runDir: string
  baseModel: string
  outputDir: string
  data: string
  heldOut: string | null
  /** Adapter to begin with; the reward model begins without one. */
  adapter: string | null
  threads: number
  samplePrompts: ChatMessage[][]
  carryOn: { checkpoint: string; rows: number; batchSize: number } | null
}

/** A stage's job file: the run's settings as the trainer names them, and its places. */
export function stageJob({
  stage,
  settings,
  steps,
  places
}: {
  stage: Stage
  settings: RunSettings
  /** Optimizer steps that the stage will make. */
  steps: number
  places: StagePlaces
}): TrainerJob {
  const { keepWeight } = settings
  const { learningRate, epochs, batchSize } = settings[stage]
  const shared = {
    ...places,
    stage,
    learningRate,
    epochs,
    batchSize,
    seed: settings.seed,
    device: settings.device,
    precision: settings.precision,
    quantization: settings.quantization,
    lora: settings.lora,
    maxSteps: settings.maxSteps,
    maxLength: settings.maxLength,
    warmupSteps: settings.warmupSteps,
    maxGradNorm: settings.maxGradNorm,
    betas: common.betas,
    weightDecay: common.weightDecay,
    evalEvery: settings.evalEvery ?? evaluateEvery(steps),
    saveEvery: settings.saveEvery,
    keepCheckpoints: common.keepCheckpoints,
    result: settings.result,
    patience: settings.patience,
    sampleTokens: settings.sampleTokens,
    sampleEvery: settings.sampleEvery,
    alsoWrite: settings.alsoWrite,
    // What imitating ended with is what preferring begins with: it is shown once.
    sampleAtStart: stage !== 'dpo' || !settings.stages.includes('sft')
  }
  switch (stage) {
    case 'sft':
      return { ...shared, command: 'sft', keepWeight }
    case 'dpo': {
      const { beta, sftWeight, loss } = settings.dpo
      return { ...shared, command: 'preference', beta, sftWeight, keepWeight, loss }
    }
    case 'reward':
      // It scores and does not write, so it begins at the base and not at what writes.
      return { ...shared, command: 'reward', adapter: null, loss: settings.reward.loss }
  }
}
