import {
  LlamaGrammarEvaluationState,
  type LlamaContextSequence,
  type LlamaGrammar,
  type Token
} from 'node-llama-cpp'
import { toAppError, type AppError } from '../../app-error'
import type { WriteTask } from '../distinct'
import type { StopReason } from '../generator'
import { endsJson } from './json-grammar'
import type { HostDraft } from './protocol'
import { createTextStream, endSignsOf } from './text-stream'

/** One draft in one sequence of the context, written token by token. */
export type GrowingDraft = {
  index: number
  /** Writes one token and returns the text that can be shown now. A failure ends this draft only. */
  grow: () => Promise<string>
  ended: () => boolean
  end: (reason: StopReason) => Promise<void>
  result: () => HostDraft
}

type Options = {
  task: WriteTask & { maxTokens: number }
  sequence: LlamaContextSequence
  /** The prompt's last token; all before it are already in the sequence. */
  lastToken: Token
  promptTokens: number
  /** Of the request, on the clock of `performance.now()`. */
  startedAt: number
  /** What may be written at all; null for free text. */
  grammar: LlamaGrammar | null
}

// llama.cpp's own default, and LM Studio's: sampling looks at the 40 likeliest tokens first.
const TOP_K = 40

export function draftInSequence(options: Options): GrowingDraft {
  const { task, sequence, lastToken, promptTokens, startedAt, grammar } = options
  const { index, seed, sampling, maxTokens } = task
  const { model } = sequence
  const stream = createTextStream({
    detokenize: (tokens, before) => model.detokenize(tokens, false, before),
    endSigns: endSignsOf(model)
  })
  const tokens = sequence.evaluate([lastToken], {
    temperature: sampling.temperature,
    topP: sampling.topP,
    minP: sampling.minP,
    topK: TOP_K,
    seed,
    ...(grammar === null
      ? {}
      : { grammarEvaluationState: new LlamaGrammarEvaluationState({ model, grammar }) })
  })
  let text = ''
  let completionTokens = 0
  let firstTokenMs: number | null = null
  let elapsedMs = 0
  let stopped: StopReason | AppError | null = null

  const end = async (reason: StopReason | AppError, rest = stream.rest()): Promise<void> => {
    stopped = reason
    text += rest
    elapsedMs = performance.now() - startedAt
    await tokens.return()
  }

  const grow = async (): Promise<string> => {
    const { value: token, done } = await tokens.next()
    const isEnd = done === true || model.getTokenAttributes(token).control
    if (isEnd) {
      const rest = stream.rest()
      await end('endOfTurn', rest)
      return rest
    }
    completionTokens += 1
    firstTokenMs ??= performance.now() - startedAt
    const piece = stream.push(token)
    text += piece.text
    if (piece.ended || (grammar !== null && endsJson(text))) await end('endOfTurn', '')
    else if (completionTokens >= maxTokens) {
      const rest = stream.rest()
      await end('maxTokens', rest)
      return piece.text + rest
    }
    return piece.text
  }

  return {
    index,
    ended: () => stopped !== null,
    end,
    grow: () =>
      grow().catch(async (thrown: unknown) => {
        await end(toAppError(thrown)).catch(() => undefined)
        return ''
      }),
    result: () => {
      if (stopped !== null && typeof stopped !== 'string') {
        return { index, error: stopped.toEnvelope() }
      }
      return {
        index,
        text,
        seed,
        stopReason: stopped ?? 'aborted',
        promptTokens,
        completionTokens,
        elapsedMs,
        firstTokenMs: firstTokenMs ?? elapsedMs
      }
    }
  }
}
