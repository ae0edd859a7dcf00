import type { MemoryEstimate, ProbeResult } from '@contract/training'
import { parametersOf, type BaseShape } from './base-shape'

/** Python with torch, transformers and peft loaded, before any model. */
const RUNTIME_BYTES = 0.6e9
/** Rows of logits that are there at once, in fp32 with their softmax and gradient. */
const LOGIT_ROWS = 256
const LOGIT_COPIES = 3
/** Weight, gradient, and AdamW's two moments, fp32 each. */
const ADAPTER_BYTES_A_PARAMETER = 16

/**
 * Peak memory of training a LoRA on all linear layers, without checkpointing, in bytes.
 *
 * Per token and layer the backward pass needs the inputs of the linear layers and of what lies
 * between them: 5·h + 2·q + 2·kv + 4·i numbers in the base's precision (inputs of q/k/v, o,
 * gate/up and down; q, k, v; gate, up and their product; two residuals), and 2·h in fp32 inside the
 * two norms.
 * The count follows Korthikanti et al. 2022 (arXiv 2205.05198, section 4) with gated feed-forward
 * layers, attention that keeps no scores, and frozen weights, which need no inputs of their own
 * beyond those of their adapters. What a probe measured on this machine replaces the estimate's
 * level and keeps its slope.
 */
export function estimateMemory({
  shape,
  rowTokens,
  precision,
  quantization,
  rank,
  probe
}: {
  shape: BaseShape
  /** Tokens that are in a row at once. */
  rowTokens: number
  precision: 'fp32' | 'bf16'
  quantization: 'none' | 'nf4'
  rank: number
  /** What was measured, and the tokens of its longest row. */
  probe: {
    result: ProbeResult
    rowTokens: number
    quantization: 'none' | 'nf4'
    rank: number
  } | null
}): MemoryEstimate {
  const calculated = calculate({ shape, rowTokens, precision, quantization, rank })
  if (!probe || (probe.result.precision !== 'fp32' && probe.result.precision !== 'bf16')) {
    return { ...calculated, basis: 'calculated' }
  }
  const then = calculate({
    shape,
    rowTokens: probe.rowTokens,
    precision: probe.result.precision,
    quantization: probe.quantization,
    rank: probe.rank
  })
  const measured = probe.result.peakMemoryMb * 2 ** 20
  const runtime = Math.max(0, calculated.runtime + measured - then.total)
  const total = calculated.total - calculated.runtime + runtime
  return { ...calculated, runtime, total, basis: 'probe' }
}

function calculate({
  shape,
  rowTokens,
  precision,
  quantization,
  rank
}: {
  shape: BaseShape
  rowTokens: number
  precision: 'fp32' | 'bf16'
  quantization: 'none' | 'nf4'
  rank: number
}): Omit<MemoryEstimate, 'basis'> {
  const { layers, hidden, intermediate, query, keyValue, vocabulary } = shape
  const bytes = precision === 'fp32' ? 4 : 2
  const weights = weightBytes({ shape, bytes, quantization })
  const widths = 2 * (hidden + query) + 2 * (hidden + keyValue) + 3 * (hidden + intermediate)
  const adapter = layers * rank * widths * ADAPTER_BYTES_A_PARAMETER
  const widthsKept = 5 * hidden + 2 * query + 2 * keyValue + 4 * intermediate
  const perToken = widthsKept * bytes + 2 * hidden * 4
  const logits = LOGIT_ROWS * vocabulary * 4 * LOGIT_COPIES
  const activations = rowTokens * layers * perToken + logits
  const total = weights + adapter + activations + RUNTIME_BYTES
  return { weights, adapter, activations, runtime: RUNTIME_BYTES, total }
}

/** NF4 holds the linear layers in 4 bits with about half a bit of scales; embeddings stay as they are. */
const NF4_BYTES = 0.57

function weightBytes({
  shape,
  bytes,
  quantization
}: {
  shape: BaseShape
  bytes: number
  quantization: 'none' | 'nf4'
}): number {
  const all = parametersOf(shape)
  const embeddings = shape.vocabulary * shape.hidden * (shape.tied ? 1 : 2)
  return embeddings * bytes + (all - embeddings) * (quantization === 'nf4' ? NF4_BYTES : bytes)
}
