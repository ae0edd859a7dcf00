import fs from 'node:fs/promises'
import path from 'node:path'
import {
  getLlama,
  InsufficientMemoryError,
  LlamaLogLevel,
  type Llama,
  type LlamaContext,
  type LlamaContextSequence,
  type LlamaModel
} from 'node-llama-cpp'
import { AppError } from '../../app-error'
import type { HostSettings, ModelSource } from './protocol'

/** A loaded model, with a context that grows when a request needs a larger one. */
export type Slot = {
  key: string
  model: LlamaModel
  /** Empty sequences, each with room for `size` tokens. @throws AppError `out_of_memory` */
  sequences: (needed: { count: number; size: number }) => Promise<LlamaContextSequence[]>
  dispose: () => Promise<void>
}

export type Slots = {
  /** @throws AppError `model_unreadable`, `out_of_memory` */
  open: (source: ModelSource) => Promise<Slot>
  loadedModels: () => string[]
}

const ROUNDED_TO_TOKENS = 256
const LOG_LINES_KEPT = 20

/** Keeps the most recently used models loaded. Two, for a base model beside its tuned one. */
export async function createSlots({ threads, gpu, maxModels }: HostSettings): Promise<Slots> {
  const log: string[] = []
  const llama = await getLlama({
    gpu,
    build: 'never',
    skipDownload: true,
    progressLogs: false,
    maxThreads: 0,
    logLevel: LlamaLogLevel.warn,
    logger: (_level, message) => {
      log.push(message.trim())
      if (log.length > LOG_LINES_KEPT) log.shift()
    }
  })
  const used: Slot[] = []

  return {
    loadedModels: () => used.map(({ key }) => key),
    open: async (source) => {
      const key = await keyOf(source)
      const loaded = used.find((slot) => slot.key === key)
      if (loaded) {
        used.push(...used.splice(used.indexOf(loaded), 1))
        return loaded
      }
      while (used.length >= maxModels) await used.shift()?.dispose()
      const slot = await load({ llama, source, key, threads, log })
      used.push(slot)
      return slot
    }
  }
}

/** A file that was replaced since is another model. */
async function keyOf({ modelPath, loraPath }: ModelSource): Promise<string> {
  const paths = [modelPath, ...(loraPath === null ? [] : [loraPath])]
  const parts = paths.map(async (file) => {
    const { mtimeMs, size } = await fs.stat(file)
    return `${file}@${String(mtimeMs)}+${String(size)}`
  })
  return (await Promise.all(parts)).join(' & ')
}

type LoadOptions = {
  llama: Llama
  source: ModelSource
  key: string
  threads: number | null
  log: string[]
}

async function load({ llama, source, key, threads, log }: LoadOptions): Promise<Slot> {
  const name = path.basename(source.modelPath)
  const model = await llama
    .loadModel({ modelPath: source.modelPath })
    .catch((thrown: unknown) => Promise.reject(notLoaded({ name, thrown, log })))
  let context: LlamaContext | null = null
  let sequences: LlamaContextSequence[] = []

  const makeRoom = async (count: number, size: number): Promise<void> => {
    const fits = context && context.contextSize >= size && sequences.length >= count
    if (fits) return
    const contextSize = Math.max(size, context?.contextSize ?? 0)
    const total = Math.max(count, sequences.length)
    await context?.dispose()
    context = null
    sequences = []
    const made = await model
      .createContext({
        sequences: total,
        contextSize,
        threads: threads ?? Math.max(1, llama.cpuMathCores - 1),
        failedCreationRemedy: false,
        ...(source.loraPath === null ? {} : { lora: source.loraPath })
      })
      .catch((thrown: unknown) => Promise.reject(notLoaded({ name, thrown, log })))
    context = made
    sequences = Array.from({ length: total }, () => made.getSequence())
  }

  return {
    key,
    model,
    sequences: async ({ count, size }) => {
      await makeRoom(count, Math.ceil(size / ROUNDED_TO_TOKENS) * ROUNDED_TO_TOKENS)
      const taken = sequences.slice(0, count)
      for (const sequence of taken) await sequence.clearHistory()
      return taken
    },
    dispose: () => model.dispose()
  }
}

function notLoaded(options: { name: string; thrown: unknown; log: string[] }): AppError {
  const { name, thrown, log } = options
  const detail = [String(thrown), ...log].join('\n')
  if (thrown instanceof InsufficientMemoryError || /memory/i.test(String(thrown))) {
    return new AppError({
      code: 'out_of_memory',
      message: `The model “${name}” needs more memory than this machine has free. Nothing was changed.`,
      remedy: { text: 'Close other programs, or choose a smaller model.', action: 'retry' },
      detail,
      cause: thrown
    })
  }
  return new AppError({
    code: 'model_unreadable',
    message: `The model “${name}” could not be loaded: the engine does not accept its file. Nothing was changed.`,
    remedy: { text: 'Copy or download the file again, or choose another model.' },
    detail,
    cause: thrown
  })
}
