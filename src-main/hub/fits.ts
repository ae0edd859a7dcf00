import os from 'node:os'
import type { Fit } from '@contract/hub'
import type { PythonProbe } from '@contract/python'
import type { BaseShape } from '../training/base-shape'
import { SAFE_SHARE } from '../training/estimate'
import { estimateMemory } from '../training/memory'
import { constant } from '../training/presets'

/** What decides which models can be trained here. */
export type Machine = {
  /** Of the device's memory, what can be taken before it swaps or fails. */
  safeBytes: number
  precision: 'fp32' | 'bf16'
  /** Whether a base can be held in 4 bits while it is trained. */
  fourBit: boolean
}

/** A prompt with three drafts of about 250 tokens, as rows of a ranking mostly are. */
const ROW_TOKENS = 1000
const BF16_WORTH_IT = 1.2

/**
 * The machine as the probe of the training environment found it. Before there is one, what its
 * system lets expect: bf16 on Apple silicon, and 4 bits everywhere but there.
 */
export function machineOf(probe: PythonProbe | null): Machine {
  const apple = process.platform === 'darwin'
  const own = probe?.device === 'cuda' ? probe.memoryMb * 2 ** 20 : os.totalmem()
  const faster = probe ? probe.bf16Speedup >= BF16_WORTH_IT : apple
  return {
    safeBytes: own * SAFE_SHARE,
    precision: faster ? 'bf16' : 'fp32',
    fourBit: probe ? probe.fourBit : !apple
  }
}

/** Whether a LoRA of the usual size can be trained on such a model, and what that takes. */
export function fitOf(shape: BaseShape, { safeBytes, precision, fourBit }: Machine): Fit {
  const needs = (quantization: 'none' | 'nf4'): number =>
    estimateMemory({
      shape,
      rowTokens: ROW_TOKENS,
      precision,
      quantization,
      rank: constant.lora.r,
      probe: null
    }).total
  const lora = needs('none')
  if (lora <= safeBytes) return { verdict: 'lora', bytes: lora, safeBytes }
  const qlora = fourBit ? needs('nf4') : Infinity
  if (qlora <= safeBytes) return { verdict: 'qlora', bytes: qlora, safeBytes }
  return { verdict: 'none', bytes: Math.min(lora, qlora), safeBytes }
}
