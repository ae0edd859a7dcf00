import fs from 'node:fs'
import path from 'node:path'
import { z } from 'zod'

/** The sizes of a transformer that decide what it takes to train. */
export type BaseShape = {
  layers: number
  hidden: number
  /** Of the feed-forward part. */
  intermediate: number
  /** Width of the queries of all heads: not `hidden` in every family. */
  query: number
  /** Width of keys and values together with all heads that share them. */
  keyValue: number
  vocabulary: number
  /** Output head and input embeddings are the same weights. */
  tied: boolean
}

const Config = z.object({
  model_type: z.string().nullish(),
  num_hidden_layers: z.int().positive(),
  hidden_size: z.int().positive(),
  intermediate_size: z.int().positive(),
  num_attention_heads: z.int().positive(),
  num_key_value_heads: z.int().positive().nullish(),
  head_dim: z.int().positive().nullish(),
  vocab_size: z.int().positive(),
  tie_word_embeddings: z.boolean().nullish()
})

/** Read from `config.json` of a folder in Hugging Face's layout; null where it says something else. */
export function readShape(folder: string): BaseShape | null {
  try {
    return shapeOf(JSON.parse(fs.readFileSync(path.join(folder, 'config.json'), 'utf8')))
  } catch {
    return null
  }
}

/** The same of what `config.json` holds. */
export function shapeOf(content: unknown): BaseShape | null {
  const parsed = Config.safeParse(content)
  if (!parsed.success) return null
  const config = parsed.data
  const headDim = config.head_dim ?? config.hidden_size / config.num_attention_heads
  return {
    layers: config.num_hidden_layers,
    hidden: config.hidden_size,
    intermediate: config.intermediate_size,
    query: headDim * config.num_attention_heads,
    keyValue: headDim * (config.num_key_value_heads ?? config.num_attention_heads),
    vocabulary: config.vocab_size,
    tied: config.tie_word_embeddings ?? TIED_UNLESS_SAID.has(config.model_type ?? '')
  }
}

/** Kinds whose configs leave it out where it is so. */
const TIED_UNLESS_SAID = new Set(['gemma', 'gemma2', 'gemma3', 'gemma3_text'])

/** Parameters of a model with gated feed-forward layers, as Llama, Mistral, Qwen and Phi-3 are. */
export function parametersOf(shape: BaseShape): number {
  const { layers, hidden, intermediate, query, keyValue, vocabulary, tied } = shape
  const attention = 2 * hidden * query + 2 * hidden * keyValue
  const layer = attention + 3 * hidden * intermediate + 2 * hidden
  return layers * layer + vocabulary * hidden * (tied ? 1 : 2) + hidden
}
