import type { ChatMessage } from '@contract/generation'
import { z } from 'zod'
import { AppError } from '../../app-error'
import { ask, complaintIn } from '../../generation/lm-studio/ask'
import type { Server } from '../../generation/openai-compatible/server'
import type { TunedAnswer } from './target'

const Echo = z.object({ model: z.string(), choices: z.array(z.unknown()).min(1) })

const FIRST_ANSWER_TIMEOUT_MS = 5 * 60_000

/**
 * The name with which a server answers, asked for with one token. Older versions let any loaded model
 * answer, so this comes before its text is believed.
 *
 * @throws AppError with the server's own words
 */
export async function echoedName(options: {
  /** How the server is called at the start of a sentence. */
  who: string
  root: string
  token: string | null
  model: string
}): Promise<string> {
  const { who, root, token, model } = options
  const answer = await ask({
    root,
    token,
    path: '/v1/chat/completions',
    body: {
      model,
      messages: [{ role: 'user', content: 'Hello' }],
      temperature: 0,
      max_tokens: 1,
      stream: false
    },
    timeoutMs: FIRST_ANSWER_TIMEOUT_MS
  })
  if (!answer.answered) throw silent(who, answer.cause)
  const echo = Echo.safeParse(answer.body)
  if (echo.success) return echo.data.model
  throw complained(who, complaintIn(answer.body) ?? `status ${String(answer.status)}`)
}

/** The likeliest answer, streamed, with its pace. @throws AppError */
export async function askServer(options: {
  server: Server
  model: string
  echoed: string
  messages: ChatMessage[]
  maxTokens: number
  signal: AbortSignal
}): Promise<TunedAnswer> {
  const { server, model, echoed, messages, maxTokens, signal } = options
  const [draft] = await server.generator(model).generate({
    messages,
    count: 1,
    seed: 0,
    sampling: { temperature: 0, topP: 1, minP: 0, maxTokens },
    signal
  })
  signal.throwIfAborted()
  if (!draft) throw new Error('The server returned no answer.')
  if ('error' in draft) throw draft.error
  return {
    model: draft.model ?? echoed,
    echoed,
    text: draft.text,
    endedByItself: draft.stopReason === 'endOfTurn',
    ...paceOf(draft)
  }
}

/** Tokens a second behind the first one, and how long that one took. */
export function paceOf(draft: {
  completionTokens: number
  elapsedMs: number
  firstTokenMs: number
}): { tokensPerSecond: number | null; firstTokenMs: number | null } {
  const { completionTokens, elapsedMs, firstTokenMs } = draft
  const writingMs = elapsedMs - firstTokenMs
  return {
    tokensPerSecond:
      completionTokens > 1 && writingMs > 0 ? ((completionTokens - 1) * 1000) / writingMs : null,
    firstTokenMs
  }
}

const silent = (who: string, cause: unknown): AppError =>
  new AppError({
    code: 'engine_unreachable',
    message: `${who} did not answer the question. The file is safe in its place.`,
    remedy: { text: 'See that it is open and its server on, then go on.', action: 'retry' },
    cause
  })

const complained = (who: string, words: string): AppError =>
  new AppError({
    code: 'engine_refused',
    message: `${who} did not answer the question: “${words.trim().slice(0, 240)}”. The file is safe in its place.`,
    remedy: { text: 'See its own window for more, then go on.', action: 'retry' }
  })
