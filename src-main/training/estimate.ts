import os from 'node:os'
import type { RunOverrides, RunSettings, Stage } from '@contract/run-settings'
import type { Run, RunEstimate } from '@contract/training'
import type { TrainingRows } from '../datasets/training-rows'
import type { BaseShape } from './base-shape'
import { estimateMemory } from './memory'
import type { Probe } from './probes'
import { longestRow, tokensOfRows } from './row-tokens'
import { smallerChanges } from './smaller'

/** The system and other programs keep the rest; at this share of a Mac's memory it begins to swap. */
export const SAFE_SHARE = 0.75
/** DPO also reads every row once without learning, before it begins. */
const PASSES_BEFORE: Readonly<Record<Stage, number>> = { sft: 0, dpo: 0.35, reward: 0 }

export type EstimateInput = {
  rows: TrainingRows
  settings: RunSettings
  /** Null before the base was ever prepared. */
  shape: BaseShape | null
  probe: Probe | null
  /** Earlier runs on this base, newest first. */
  earlier: readonly Pick<Run, 'sft' | 'dpo' | 'reward'>[]
  /** Whether bf16 is what `auto` comes to here. */
  bf16Faster: boolean
  /** Of the device; the machine's own where it has none of its own. */
  memoryBytes?: number
}

/** What a run will take: tokens, memory, time, and what would make it fit. */
export function estimateRun(input: EstimateInput): RunEstimate {
  const { rows, settings, shape, probe, earlier, bf16Faster } = input
  const totalBytes = input.memoryBytes ?? os.totalmem()
  const safeBytes = totalBytes * SAFE_SHARE
  const tokens = tokensByStage(rows, settings)
  const memoryOf = (changed: RunSettings) =>
    shape &&
    estimateMemory({
      shape,
      rowTokens: longestRow(rows, changed),
      precision: precisionOf(changed, bf16Faster),
      quantization: changed.quantization,
      rank: changed.lora.r,
      probe: probe && {
        result: probe.result,
        rowTokens: probe.result.rowTokens,
        quantization: probe.settings.quantization,
        rank: probe.settings.lora.r
      }
    })
  const memory = memoryOf(settings)
  return {
    tokens,
    longestRow: longestRow(rows, settings),
    memory,
    machine: { totalBytes, safeBytes },
    fits: memory && memory.total <= safeBytes,
    smaller: smallerChanges(settings, {
      precision: precisionOf(settings, bf16Faster),
      totalWith: (overrides) => memoryOf(changedBy(settings, overrides))?.total ?? null
    }),
    time: timeOf({ tokens, settings, probe, earlier }),
    probe: probe && { ...probe.result, at: probe.at }
  }
}

function tokensByStage(rows: TrainingRows, settings: RunSettings): RunEstimate['tokens'] {
  return Object.fromEntries(
    settings.stages.map((stage) => {
      const each = tokensOfRows(rows, stage, settings.maxLength)
      return [stage, each.reduce((sum, count) => sum + count, 0)]
    })
  )
}

/** From a probe here, or the newest runs on the same base; nothing is guessed without either. */
function timeOf({
  tokens,
  settings,
  probe,
  earlier
}: Pick<EstimateInput, 'settings' | 'probe' | 'earlier'> & {
  tokens: RunEstimate['tokens']
}): RunEstimate['time'] {
  const speeds = earlier
    .flatMap(({ sft, dpo, reward }) => [sft, dpo, reward])
    .flatMap((summary) => (summary ? [summary.tokensPerSecond] : []))
  const speed = probe?.result.tokensPerSecond ?? mean(speeds)
  if (speed === null || speed <= 0) return null
  const seconds = settings.stages.reduce(
    (sum, stage) =>
      sum + ((tokens[stage] ?? 0) * (settings[stage].epochs + PASSES_BEFORE[stage])) / speed,
    0
  )
  return {
    seconds,
    ...(probe ? { basis: 'probe', measured: 1 } : { basis: 'runs', measured: earlier.length })
  }
}

const precisionOf = ({ precision }: RunSettings, bf16Faster: boolean): 'fp32' | 'bf16' =>
  precision === 'auto' ? (bf16Faster ? 'bf16' : 'fp32') : precision

const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length

/** The few settings that a smaller change touches. */
function changedBy(settings: RunSettings, overrides: RunOverrides): RunSettings {
  const { maxLength, precision, lora, sft, reward } = overrides
  return {
    ...settings,
    maxLength: maxLength ?? settings.maxLength,
    precision: precision ?? settings.precision,
    lora: { ...settings.lora, r: lora?.r ?? settings.lora.r },
    sft: { ...settings.sft, batchSize: sft?.batchSize ?? settings.sft.batchSize },
    reward: { ...settings.reward, batchSize: reward?.batchSize ?? settings.reward.batchSize }
  }
}
