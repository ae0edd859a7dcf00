import fs from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { parametersOf, shapeOf, type BaseShape } from '../training/base-shape'
import { checkTemplate } from './check-template'

export type SettingsCheck = {
  architecture: string | null
  shape: BaseShape | null
  parameters: number | null
  /** Sentences, all at once. */
  problems: string[]
  warnings: string[]
}

/**
 * Kinds that the trainer computes exactly and llama.cpp's converter knows; each was tried with a tiny
 * model of its kind.
 */
const ARCHITECTURES = new Set([
  'LlamaForCausalLM',
  'MistralForCausalLM',
  'Qwen2ForCausalLM',
  'Qwen3ForCausalLM',
  'Phi3ForCausalLM',
  'GemmaForCausalLM',
  'Gemma3ForCausalLM',
  'SmolLM3ForCausalLM',
  'GraniteForCausalLM',
  'Olmo2ForCausalLM'
])

const Config = z.looseObject({
  architectures: z.array(z.string()).nullish(),
  quantization_config: z.looseObject({ quant_method: z.string().nullish() }).nullish(),
  sliding_window: z.int().nullish(),
  use_sliding_window: z.boolean().nullish()
})

const JSON_BYTES_AT_MOST = 200_000_000

/** Everything of a model folder but its weights: configuration, tokenizer and chat template. */
export function checkSettings(folder: string): SettingsCheck {
  const problems: string[] = []
  const warnings: string[] = []
  const read = (name: string): unknown => {
    const found = readJson(folder, name)
    if (found.state === 'broken') problems.push(`${name} cannot be read: ${found.because}.`)
    return found.state === 'read' ? found.content : null
  }

  const content = read('config.json')
  if (!has(folder, 'config.json')) problems.push('There is no config.json.')
  const config = Config.safeParse(content).data
  const architecture = config?.architectures?.[0] ?? null
  const shape = content === null ? null : shapeOf(content)
  if (content !== null) {
    if (architecture === null) {
      problems.push('config.json does not say what kind of model it is.')
    } else if (!ARCHITECTURES.has(architecture)) {
      problems.push(`A model of the kind ${architecture.slice(0, 60)} cannot be trained here.`)
    } else if (shape === null) {
      problems.push('config.json does not give the sizes of the model.')
    }
  }
  if (config?.quantization_config) {
    const method = config.quantization_config.quant_method ?? 'another way'
    problems.push(
      `Its weights are rounded already (${method.slice(0, 40)}); training needs them in 16 or 32 bits.`
    )
  }
  const window = config?.use_sliding_window === false ? null : config?.sliding_window
  if (typeof window === 'number') {
    warnings.push(
      `Some of its layers see only ${window.toLocaleString('en-GB')} tokens back, so a run with longer texts is refused.`
    )
  }

  const tokenizer = read('tokenizer.json')
  const tokenizerConfig = read('tokenizer_config.json')
  const generation = read('generation_config.json')
  if (!has(folder, 'tokenizer.json') && !has(folder, 'tokenizer.model')) {
    problems.push('There is no tokenizer (tokenizer.json or tokenizer.model).')
  }
  problems.push(
    ...checkTemplate({
      tokenizer,
      tokenizerConfig,
      generation,
      config: content,
      templateFile: readText(folder, 'chat_template.jinja'),
      templateJson: read('chat_template.json')
    })
  )
  return { architecture, shape, parameters: shape && parametersOf(shape), problems, warnings }
}

const has = (folder: string, name: string): boolean => fs.existsSync(path.join(folder, name))

function readText(folder: string, name: string): string | null {
  const file = path.join(folder, name)
  const size = fs.statSync(file, { throwIfNoEntry: false })?.size ?? 0
  return size === 0 || size > 10_000_000 ? null : fs.readFileSync(file, 'utf8')
}

type Found =
  { state: 'absent' } | { state: 'read'; content: unknown } | { state: 'broken'; because: string }

function readJson(folder: string, name: string): Found {
  const file = path.join(folder, name)
  const stat = fs.statSync(file, { throwIfNoEntry: false })
  if (!stat) return { state: 'absent' }
  if (!stat.isFile()) return { state: 'broken', because: 'it is no file' }
  if (stat.size > JSON_BYTES_AT_MOST) return { state: 'broken', because: 'it is far too large' }
  try {
    return { state: 'read', content: JSON.parse(fs.readFileSync(file, 'utf8')) }
  } catch (error) {
    const because = error instanceof SyntaxError ? 'it is no JSON' : 'the disk does not hand it out'
    return { state: 'broken', because }
  }
}
