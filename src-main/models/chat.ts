import { Sampling, type ChatMessage } from '@contract/generation'
import type { ChatAnswer } from '@contract/models'
import type { Handlers } from '@contract/calls'
import { AppError } from '../app-error'
import type { Events } from '../events'
import type { Generator } from '../generation/generator'
import { startAnswer, type GrowingAnswer } from './answer'

type Options = {
  events: Events
  /** @throws AppError when the model is gone or cannot be loaded */
  generatorFor: (modelId: string) => Promise<Generator>
  /** The persona as a system message. @throws AppError `not_found` */
  systemMessage: (personaId: string) => Promise<string>
}

export type Chat = {
  /** Answers stream as `chat.answer`; a stopped one is returned as far as it came. */
  ask: Handlers['chat.ask']
  stop: (chatId: string) => void
}

type Question = Parameters<Chat['ask']>[0]

/** The same question to one or two models, side by side, with the same seed. */
export function createChat({ events, generatorFor, systemMessage }: Options): Chat {
  const running = new Map<string, AbortController>()

  const stop = (chatId: string): void => running.get(chatId)?.abort()

  const messagesOf = async ({ personaId, prompt }: Question): Promise<ChatMessage[]> => {
    const user = { role: 'user' as const, content: prompt }
    if (personaId === null) return [user]
    return [{ role: 'system', content: await systemMessage(personaId) }, user]
  }

  return {
    stop,
    ask: async (question) => {
      const { chatId, modelIds, sampling = Sampling.parse({}), seed } = question
      // One conversation has one question at a time: a new one ends what is still being answered.
      stop(chatId)
      const abort = new AbortController()
      running.set(chatId, abort)
      try {
        const messages = await messagesOf(question)
        // All models are looked at before the first one writes, so that a missing file is told at once.
        const writers = await Promise.all(
          modelIds.map(async (modelId) => ({ modelId, generator: await generatorFor(modelId) }))
        )
        const answers = await Promise.allSettled(
          writers.map(({ modelId, generator }) =>
            answerOf({
              generator,
              messages,
              sampling,
              seed,
              signal: abort.signal,
              answer: startAnswer({ chatId, modelId, events })
            })
          )
        )
        return answers.map((answer) => {
          if (answer.status === 'rejected') throw answer.reason
          return answer.value
        })
      } finally {
        if (running.get(chatId) === abort) running.delete(chatId)
      }
    }
  }
}

async function answerOf({
  generator,
  messages,
  sampling,
  seed,
  signal,
  answer
}: {
  generator: Generator
  messages: ChatMessage[]
  sampling: Sampling
  seed: number
  signal: AbortSignal
  answer: GrowingAnswer
}): Promise<ChatAnswer> {
  const [draft] = await generator
    .generate({
      messages,
      count: 1,
      sampling,
      seed,
      signal,
      onToken: (_index, text) => answer.append(text)
    })
    .catch((error: unknown) => {
      if (signal.aborted) return []
      throw error
    })
  if (draft && 'error' in draft && !signal.aborted) throw draft.error
  if (draft && 'text' in draft) return answer.finish(draft)
  if (signal.aborted) return answer.finish(null)
  throw new AppError({
    code: 'engine_refused',
    message: 'The model ended without an answer. Nothing was changed.',
    remedy: { text: 'Ask again, or ask another model.', action: 'retry' }
  })
}
