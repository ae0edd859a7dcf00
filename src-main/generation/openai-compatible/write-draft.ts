import type OpenAI from 'openai'
import type { ChatMessage } from '@contract/generation'
import { AppError } from '../../app-error'
import type { WriteTask } from '../distinct'
import type { GeneratedDraft, StopReason } from '../generator'
import { sameModel } from './model-name'

type Options = {
  client: OpenAI
  /** How the server is called at the start of a sentence. */
  who: string
  model: string
  messages: ChatMessage[]
  task: WriteTask
  signal: AbortSignal | undefined
  onPiece: (text: string) => void
  /** The longest pause between two pieces. */
  silenceMs: number
  toError: (thrown: unknown) => AppError
}

/** Writes one draft over the wire. What was written before an abort is kept; a failure is returned. */
export async function writeDraft(options: Options): Promise<GeneratedDraft> {
  const { who, model, task, signal, onPiece, silenceMs, toError } = options
  const { index, seed } = task
  const startedAt = performance.now()
  const silence = watchSilence(silenceMs)
  let text = ''
  let pieces = 0
  let thought = false
  let echoed = ''
  let firstTokenMs: number | null = null
  let stopReason: StopReason | null = null
  let usage: { prompt_tokens: number; completion_tokens: number } | null = null

  try {
    const stream = await openStream(options, anyOf(signal, silence.signal))
    for await (const chunk of stream) {
      silence.heard()
      if (!sameModel(model, chunk.model))
        throw wrongModel({ who, asked: model, answered: chunk.model })
      echoed = chunk.model || echoed
      if (chunk.usage) usage = chunk.usage
      const [choice] = chunk.choices
      const piece = choice?.delta.content ?? ''
      if (choice && 'reasoning_content' in choice.delta)
        thought ||= !!choice.delta.reasoning_content
      if (choice?.finish_reason != null) {
        stopReason = choice.finish_reason === 'length' ? 'maxTokens' : 'endOfTurn'
      }
      if (piece === '') continue
      firstTokenMs ??= performance.now() - startedAt
      pieces += 1
      text += piece
      onPiece(piece)
    }
    if (silence.signal.aborted) throw fellSilent(who, silenceMs)
  } catch (thrown) {
    if (silence.signal.aborted) return { index, error: fellSilent(who, silenceMs) }
    if (signal?.aborted !== true) return { index, error: toError(thrown) }
  } finally {
    silence.stop()
  }

  if (signal?.aborted === true) stopReason = 'aborted'
  if (text === '' && stopReason !== 'aborted') return { index, error: saidNothing(who, thought) }
  if (stopReason === null) return { index, error: brokeOff(who) }
  const elapsedMs = performance.now() - startedAt
  return {
    index,
    text,
    seed,
    stopReason,
    promptTokens: usage?.prompt_tokens ?? null,
    // Servers send a piece for each token, as a rule.
    completionTokens: usage?.completion_tokens ?? pieces,
    elapsedMs,
    firstTokenMs: firstTokenMs ?? elapsedMs,
    ...(echoed === '' ? {} : { model: echoed })
  }
}

type ChunkStream = AsyncIterable<OpenAI.ChatCompletionChunk>

/** `min_p` is not OpenAI's, but local servers know it; one that refuses it is asked without. */
async function openStream(options: Options, signal: AbortSignal): Promise<ChunkStream> {
  const { client, model, messages, task } = options
  const { temperature, topP, minP, maxTokens } = task.sampling
  // OpenAI itself has newer names for some of these; local servers know these.
  const sampling = { temperature, top_p: topP, max_tokens: maxTokens, seed: task.seed }
  const body = {
    ...sampling,
    model,
    messages,
    stream: true as const,
    stream_options: { include_usage: true }
  }
  const withMinP = { ...body, min_p: minP }
  try {
    return await client.chat.completions.create(withMinP, { signal })
  } catch (thrown) {
    if (!(thrown instanceof Error) || !/min_p/.test(thrown.message)) throw thrown
    return client.chat.completions.create(body, { signal })
  }
}

function watchSilence(silenceMs: number): {
  signal: AbortSignal
  heard: () => void
  stop: () => void
} {
  const controller = new AbortController()
  let timer: NodeJS.Timeout | undefined
  return {
    signal: controller.signal,
    heard: () => {
      clearTimeout(timer)
      timer = setTimeout(() => controller.abort(), silenceMs)
    },
    stop: () => clearTimeout(timer)
  }
}

const anyOf = (signal: AbortSignal | undefined, other: AbortSignal): AbortSignal =>
  signal ? AbortSignal.any([signal, other]) : other

const again = (text: string) => ({ text, action: 'retry' as const })

type WrongModel = { who: string; asked: string; answered: string }

const wrongModel = ({ who, asked, answered }: WrongModel): AppError =>
  new AppError({
    code: 'engine_no_model',
    message: `${who} answered with the model “${answered}” instead of “${asked}”, so its text was not kept.`,
    remedy: {
      text: 'Load the right model there, or choose the other one in the engine settings.',
      action: 'open-engine-settings'
    }
  })

const saidNothing = (who: string, thought: boolean): AppError =>
  thought
    ? new AppError({
        code: 'engine_refused',
        message:
          'The model used up its tokens thinking and wrote nothing. Everything saved is unharmed.',
        remedy: again(
          'Turn its thinking off on the server, or allow longer drafts in the settings.'
        )
      })
    : new AppError({
        code: 'engine_refused',
        message: `${who} ended its answer without a word; persona and topic may be longer than its context. Everything saved is unharmed.`,
        remedy: again('Load the model there with a larger context length, then try again.')
      })

const brokeOff = (who: string): AppError =>
  new AppError({
    code: 'engine_crashed',
    message: `${who} broke off in the middle of a draft. The app and your rankings are unharmed.`,
    remedy: again('See whether the server still runs, then write the drafts again.')
  })

const fellSilent = (who: string, silenceMs: number): AppError =>
  new AppError({
    code: 'engine_unreachable',
    message: `${who} fell silent in the middle of a draft, for ${Math.ceil(silenceMs / 1000)} seconds. Everything saved is unharmed.`,
    remedy: again('See whether the server still runs, then write the drafts again.')
  })
