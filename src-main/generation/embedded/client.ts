import type { ChatMessage, Sampling } from '@contract/generation'
import { AppError } from '../../app-error'
import { writeDistinct, type WriteTask } from '../distinct'
import {
  nothingWritten,
  type GeneratedDraft,
  type GenerateRequest,
  type Generator,
  type WrittenDraft
} from '../generator'
import { checkGguf } from '../gguf-check'
import { createQueue } from '../queue'
import { ask } from './ask-host'
import { createHostKeeper, type Host } from './host-keeper'
import type { HostProcess } from './host-process'
import type {
  AnswerForm,
  HostDraft,
  Inspection,
  ModelSource,
  PromptMessage,
  Question
} from './protocol'

export type { HostProcess } from './host-process'
export type { AnswerForm, Inspection, PromptMessage, Question } from './protocol'

export type EmbeddedEngineOptions = {
  spawn: () => HostProcess
  /** Of the processor; by default one less than it has physical cores. */
  threads?: number
  /** `auto` (the default) takes the best the machine has; false stays on the processor. */
  gpu?: 'auto' | false
  /** Models kept loaded side by side. */
  maxModels?: number
  /** A host that has nothing to do for so long is ended, and with it its memory given back. */
  idleMs?: number
}

/** A GGUF file, and the GGUF LoRA adapter that is laid over it, if any. Absolute paths. */
export type EmbeddedSource = { modelPath: string; loraPath?: string }

/** One answer to a conversation, which may hold calls of tools and may have to be JSON. */
export type CompletionRequest = {
  messages: PromptMessage[]
  form: AnswerForm
  sampling: Sampling
  seed: number
  signal?: AbortSignal
  onToken?: (text: string) => void
}

export type EmbeddedEngine = {
  generator: (source: EmbeddedSource) => Generator
  /** @throws AppError what the engine fails with; an abort returns what there is */
  complete: (source: EmbeddedSource, request: CompletionRequest) => Promise<WrittenDraft>
  /**
   * The likeliest text, token by token: the same every time on the same machine.
   * @throws AppError as `Generator.generate` does, and `cancelled` after an abort
   */
  greedy: (
    request: EmbeddedSource & {
      messages: ChatMessage[]
      maxTokens: number
      signal?: AbortSignal
    }
  ) => Promise<string>
  /**
   * How the engine reads and foretells what it is shown with this file.
   * @throws AppError when the file cannot be loaded, and `cancelled` after an abort
   */
  inspect: (
    source: EmbeddedSource,
    question: Question & { signal?: AbortSignal }
  ) => Promise<Inspection>
  /** Starts the host if needed; tells how long it took to answer and what it has loaded. */
  ping: () => Promise<{ elapsedMs: number; loadedModels: string[] }>
  close: () => Promise<void>
}

const FIVE_MINUTES_MS = 5 * 60_000
const FREE_TEXT: AnswerForm = { tools: [], jsonSchema: null }

/** The embedded engine, seen from the app: one request after the other, in a process of its own. */
export function createEmbeddedEngine(options: EmbeddedEngineOptions): EmbeddedEngine {
  const { spawn, threads, gpu = 'auto', maxModels = 2, idleMs = FIVE_MINUTES_MS } = options
  const keeper = createHostKeeper({
    spawn,
    settings: { threads: threads ?? null, gpu, maxModels }
  })
  const inTurn = createQueue()
  let lastId = 0
  let waiting = 0
  let idle: NodeJS.Timeout | undefined
  let closed = false

  /** Keeps the host from being ended as idle until the request is through. */
  const busy = async <T>(use: () => Promise<T>): Promise<T> => {
    waiting += 1
    clearTimeout(idle)
    try {
      return await use()
    } finally {
      waiting -= 1
      if (waiting === 0) idle = setTimeout(keeper.stop, idleMs).unref()
    }
  }

  /** Writes when it is this request's turn. */
  const writeInTurn = async (
    model: ModelSource,
    { tasks, ...request }: Omit<WriteOptions, 'host' | 'id' | 'model'>
  ): Promise<GeneratedDraft[]> => {
    await checkGguf(model.modelPath)
    return inTurn({
      signal: request.signal,
      instead: () => tasks.map(nothingWritten),
      run: () => {
        // What waited its turn must not start a host for an app that is gone.
        if (closed) throw stopped()
        const id = (lastId += 1)
        return write({ host: keeper.host(), id, model, tasks, ...request })
      }
    })
  }

  const generate = async (model: ModelSource, request: GenerateRequest) => {
    const { messages, signal } = request
    return busy(() =>
      writeDistinct(request, (tasks, onToken) =>
        writeInTurn(model, { messages, form: FREE_TEXT, tasks, signal, onToken })
      )
    )
  }

  return {
    generator: ({ modelPath, loraPath = null }) => ({
      generate: (request) => generate({ modelPath, loraPath }, request),
      parallel: 1,
      // The engine belongs to the app, and other generators use it.
      close: () => Promise.resolve()
    }),
    complete: async ({ modelPath, loraPath = null }, request) => {
      const { messages, form, sampling, seed, signal, onToken } = request
      const tasks = [{ index: 0, seed, sampling }]
      const [answer] = await busy(() =>
        writeInTurn(
          { modelPath, loraPath },
          { messages, form, tasks, signal, onToken: (_, text) => onToken?.(text) }
        )
      )
      if (!answer) throw new Error('The engine returned no answer.')
      if ('error' in answer) throw answer.error
      return answer
    },
    greedy: async ({ modelPath, loraPath = null, messages, maxTokens, signal }) => {
      const sampling: Sampling = { temperature: 0, topP: 1, minP: 0, maxTokens }
      const [draft] = await generate(
        { modelPath, loraPath },
        { messages, count: 1, sampling, seed: 0, ...(signal ? { signal } : {}) }
      )
      if (!draft) throw new Error('The engine returned no draft.')
      if ('error' in draft) throw draft.error
      if (draft.stopReason === 'aborted') throw stopped()
      return draft.text
    },
    inspect: ({ modelPath, loraPath = null }, { signal, ...question }) =>
      busy(async () => {
        await checkGguf(modelPath)
        const cancelled = (): never => {
          throw stopped()
        }
        return inTurn({
          signal,
          instead: cancelled,
          run: async () => {
            if (closed) cancelled()
            const model = { modelPath, loraPath }
            const answer = await ask(keeper.host(), {
              type: 'inspect',
              id: (lastId += 1),
              model,
              ...question
            })
            if (answer.type !== 'inspected') throw new Error(`The engine said ${answer.type}.`)
            return answer.inspection
          }
        })
      }),
    ping: async () => {
      const startedAt = performance.now()
      const answer = await ask(keeper.host(), { type: 'ping', id: (lastId += 1) })
      const loadedModels = answer.type === 'pong' ? answer.loadedModels : []
      return { elapsedMs: performance.now() - startedAt, loadedModels }
    },
    close: async () => {
      closed = true
      clearTimeout(idle)
      keeper.stop()
    }
  }
}

type WriteOptions = {
  host: Host
  id: number
  model: ModelSource
  messages: PromptMessage[]
  form: AnswerForm
  tasks: WriteTask[]
  signal: AbortSignal | undefined
  onToken: GenerateRequest['onToken']
}

async function write(options: WriteOptions): Promise<GeneratedDraft[]> {
  const { host, id, model, messages, form, tasks, signal, onToken } = options
  const abort = (): void => host.send({ type: 'abort', id })
  signal?.addEventListener('abort', abort, { once: true })
  const ended = Promise.withResolvers<HostDraft[]>()
  const stopListening = host.listen(id, (answer) => {
    if (answer.type === 'pieces')
      for (const { index, text } of answer.pieces) onToken?.(index, text)
    if (answer.type === 'drafts') ended.resolve(answer.drafts)
    if (answer.type === 'failed') ended.reject(AppError.fromEnvelope(answer.error))
  })
  try {
    host.send({ type: 'write', id, model, messages, form, tasks })
    if (signal?.aborted === true) abort()
    const drafts = await Promise.race([ended.promise, host.gone])
    return drafts.map((draft) =>
      'error' in draft ? { ...draft, error: AppError.fromEnvelope(draft.error) } : draft
    )
  } finally {
    stopListening()
    signal?.removeEventListener('abort', abort)
  }
}

const stopped = (): AppError =>
  new AppError({ code: 'cancelled', message: 'Writing was stopped. Nothing was changed.' })
