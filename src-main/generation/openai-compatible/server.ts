import OpenAI from 'openai'
import { z } from 'zod'
import { writeDistinct } from '../distinct'
import { nothingWritten, type Generator } from '../generator'
import { createQueue } from '../queue'
import { notOpenAiStyle, toServerError } from './errors'
import { guardedFetch } from './fetch'
import { writeDraft } from './write-draft'

export type ServerOptions = {
  /** How it is called at the start of a sentence; “The server at …” when left out. */
  name?: string
  /** As the person typed it, usually ending in `/v1`. */
  baseUrl: string
  /** null where the server asks for none. */
  token: string | null
  /** Drafts asked for at once, over all requests. */
  parallel?: number
  /** To the first answer; longer for writing, as a server may load the model first. */
  listTimeoutMs?: number
  writeTimeoutMs?: number
  /** Between two pieces of a draft. */
  silenceTimeoutMs?: number
}

/** A server as the settings and the drafts need it. */
export type Server = {
  /** Drafts are written concurrently, `parallel` at most over all its generators. */
  generator: (model: string) => Generator
  /** Names of the models it offers, sorted. @throws AppError */
  listModels: () => Promise<string[]>
}

const ModelList = z.object({ data: z.array(z.object({ id: z.string().min(1) })) })

const LIST_TIMEOUT_MS = 5_000
const WRITE_TIMEOUT_MS = 5 * 60_000
const SILENCE_TIMEOUT_MS = 2 * 60_000

/** LM Studio, Ollama, llama-server, or anything else that speaks OpenAI's chat completions. */
export function createServer(options: ServerOptions): Server {
  const { baseUrl, token, parallel = 4, name: who = `The server at ${baseUrl}` } = options
  const inTurn = createQueue({ atOnce: parallel })
  const client = new OpenAI({
    baseURL: baseUrl,
    apiKey: token ?? 'none',
    // A server without tokens must not be sent one, nor anything from this machine's environment.
    defaultHeaders: token === null ? { Authorization: null } : {},
    adminAPIKey: null,
    organization: null,
    project: null,
    maxRetries: 0,
    logLevel: 'off',
    timeout: options.writeTimeoutMs ?? WRITE_TIMEOUT_MS,
    fetch: guardedFetch(baseUrl)
  })

  return {
    listModels: async () => {
      const timeout = options.listTimeoutMs ?? LIST_TIMEOUT_MS
      try {
        const answer: unknown = await client.get('/models', { timeout })
        const list = ModelList.safeParse(answer)
        if (!list.success) throw notOpenAiStyle(baseUrl)
        return list.data.data.map(({ id }) => id).sort()
      } catch (thrown) {
        throw toServerError({ thrown, who, baseUrl, token, timeoutMs: timeout })
      }
    },
    generator: (model) => ({
      parallel,
      generate: (request) =>
        writeDistinct(request, (tasks, onToken) =>
          Promise.all(
            tasks.map((task) =>
              inTurn({
                signal: request.signal,
                instead: () => nothingWritten(task),
                run: () =>
                  writeDraft({
                    client,
                    who,
                    model,
                    messages: request.messages,
                    task,
                    signal: request.signal,
                    onPiece: (text) => onToken?.(task.index, text),
                    silenceMs: options.silenceTimeoutMs ?? SILENCE_TIMEOUT_MS,
                    toError: (thrown) =>
                      toServerError({
                        thrown,
                        who,
                        baseUrl,
                        token,
                        model,
                        timeoutMs: client.timeout
                      })
                  })
              })
            )
          )
        ),
      close: () => Promise.resolve()
    })
  }
}
