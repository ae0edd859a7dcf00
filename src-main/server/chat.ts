import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { CompletionRequest } from '../generation/embedded/client'
import type { WrittenDraft } from '../generation/generator'
import { splitAtStops } from '../generation/stop-texts'
import { toApiError } from './api-error'
import type { ServerEnv } from './calls-log'
import type { ChatRequest } from './chat-request'
import { completionId, questionOf, type Question } from './completion'
import type { NamedModel } from './served-models'
import { readAnswer, type Answered } from './tool-calls'

type Options = {
  context: Context<ServerEnv>
  request: ChatRequest
  model: NamedModel
  /** @throws AppError what the engine fails with */
  complete: (modelId: string, request: CompletionRequest) => Promise<WrittenDraft>
  /** Gives the place in the queue back. */
  done: () => void
}

/** With these the engine's grammar ends a JSON value. */
const END_OF_JSON = '\n\n\n\n'

/** `POST /v1/chat/completions`, whole or as a stream of chunks. */
export async function answerChat(options: Options): Promise<Response> {
  const { context, request, model, done } = options
  const question = questionOf(request)
  const head = { id: completionId(), created: Math.floor(Date.now() / 1000), model: model.name }
  if (request.stream === true) return stream({ ...options, question, head })
  try {
    const answer = await write({ ...options, question, signal: context.req.raw.signal })
    const { content, toolCalls } = answer.read
    context.get('note')({ model: model.name, tokens: answer.draft.completionTokens })
    return context.json({
      ...head,
      object: 'chat.completion',
      choices: [
        {
          index: 0,
          message: {
            role: 'assistant',
            content,
            refusal: null,
            ...(toolCalls.length > 0 ? { tool_calls: toolCalls } : {})
          },
          logprobs: null,
          finish_reason: answer.finishReason
        }
      ],
      usage: usageOf(answer.draft)
    })
  } finally {
    done()
  }
}

type Streaming = Options & {
  question: Question
  head: { id: string; created: number; model: string }
}

function stream(options: Streaming): Response {
  const { context, request, question, head, model, done } = options
  return streamSSE(context, async (sse) => {
    const abort = new AbortController()
    sse.onAbort(() => abort.abort())
    const send = (choices: object[], more: object = {}): Promise<void> =>
      sse.writeSSE({
        data: JSON.stringify({ ...head, object: 'chat.completion.chunk', choices, ...more })
      })
    const delta = (part: object, finishReason: string | null = null): Promise<void> =>
      send([{ index: 0, delta: part, logprobs: null, finish_reason: finishReason }])
    // In order, and a failure of one is the failure of all.
    let sent = delta({ role: 'assistant', content: '' })
    // Whether it is a call is known when the answer is whole.
    const asItComes = question.tools.length === 0
    try {
      const answer = await write({
        ...options,
        signal: abort.signal,
        ...(asItComes
          ? { onText: (text: string) => (sent = sent.then(() => delta({ content: text }))) }
          : {})
      })
      await sent
      const { content, toolCalls } = answer.read
      if (!asItComes && content !== null) await delta({ content })
      if (toolCalls.length > 0) {
        await delta({ tool_calls: toolCalls.map((call, index) => ({ index, ...call })) })
      }
      await delta({}, answer.finishReason)
      if (request.stream_options?.include_usage === true) {
        await send([], { usage: usageOf(answer.draft) })
      }
      await sse.writeSSE({ data: '[DONE]' })
      context.get('note')({ model: model.name, tokens: answer.draft.completionTokens })
    } catch (thrown) {
      // The status is out already, so the failure is a last event, as OpenAI's clients read it.
      await sent.catch(() => undefined)
      await sse.writeSSE({ data: JSON.stringify(toApiError(thrown).body()) }).catch(() => undefined)
    } finally {
      done()
    }
  })
}

type Written = {
  draft: WrittenDraft
  read: Answered
  finishReason: 'stop' | 'length' | 'tool_calls'
}

async function write(
  options: Options & {
    question: Question
    signal: AbortSignal
    onText?: (text: string) => unknown
  }
): Promise<Written> {
  const { complete, model, question, signal, onText } = options
  const { stop, tools, mustCall, form, ...asked } = question
  const stops = form.jsonSchema === null ? stop : [...stop, END_OF_JSON]
  const enough = new AbortController()
  const out = { held: '', text: '', stopped: false }
  const show = (shown: string): void => {
    if (shown === '') return
    out.text += shown
    onText?.(shown)
  }
  const draft = await complete(model.modelId, {
    ...asked,
    form,
    signal: AbortSignal.any([signal, enough.signal]),
    onToken: (piece) => {
      if (out.stopped) return
      const split = splitAtStops(out.held + piece, stops)
      out.held = split.held
      out.stopped = split.ended
      show(split.shown)
      if (out.stopped) enough.abort()
    }
  })
  // What was held back is part of the answer after all, but for the line ends behind JSON.
  if (!out.stopped) show(form.jsonSchema === null ? out.held : out.held.trimEnd())
  const read = readAnswer(mustCall ? `<tool_call>${out.text}</tool_call>` : out.text, tools)
  const cut = !out.stopped && draft.stopReason === 'maxTokens'
  return {
    draft,
    read,
    finishReason: read.toolCalls.length > 0 ? 'tool_calls' : cut ? 'length' : 'stop'
  }
}

const usageOf = ({ promptTokens, completionTokens }: WrittenDraft) => ({
  prompt_tokens: promptTokens ?? 0,
  completion_tokens: completionTokens,
  total_tokens: (promptTokens ?? 0) + completionTokens
})
