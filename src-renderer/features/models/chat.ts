import type { ErrorEnvelope } from '@contract/errors'
import type { ChatAnswer } from '@contract/models'
import { create } from 'zustand'
import { call, envelopeOf, listen } from '../../bridge'

/** One question and what each model has said to it so far. */
export type Turn = {
  chatId: string
  question: Question
  answers: Record<string, ChatAnswer>
  state: 'writing' | 'done' | 'stopped'
  error: ErrorEnvelope | null
}

type Question = {
  prompt: string
  modelIds: string[]
  personaId: string | null
  seed: number
  temperature: number
}

/** The screen's own: questions are not kept in the project. */
export const useChat = create<{ turns: readonly Turn[] }>(() => ({ turns: [] }))

export const clearChat = (): void => useChat.setState({ turns: [] })

/** Asks each of the models the same thing with the same seed; answers stream in. Returns how it ended. */
export const ask = async (question: Question): Promise<Turn['state'] | 'failed'> => {
  const chatId = crypto.randomUUID()
  const turn: Turn = { chatId, question, answers: {}, state: 'writing', error: null }
  useChat.setState(({ turns }) => ({ turns: [...turns, turn] }))
  const end = listen('chat.answer', ({ chatId: told, answer }) => {
    if (told === chatId) take(chatId, [answer])
  })
  try {
    const { temperature, ...asked } = question
    const answers = await call('chat.ask', { ...asked, chatId, sampling: { temperature } })
    take(chatId, answers)
    change(chatId, ({ state }) => ({ state: state === 'stopped' ? state : 'done' }))
  } catch (error) {
    change(chatId, ({ state }) =>
      state === 'stopped' ? {} : { state: 'done', error: envelopeOf(error) }
    )
  } finally {
    end()
  }
  const told = useChat.getState().turns.find((one) => one.chatId === chatId)
  return told?.error ? 'failed' : (told?.state ?? 'stopped')
}

/** What is written so far stays. */
export const stop = async (chatId: string): Promise<void> => {
  change(chatId, () => ({ state: 'stopped' }))
  await call('chat.stop', { chatId })
}

/** The newest question that is still being answered. */
export const writingTurn = (turns: readonly Turn[]): Turn | undefined =>
  turns.findLast(({ state }) => state === 'writing')

const take = (chatId: string, answers: readonly ChatAnswer[]) =>
  change(chatId, (turn) => ({
    answers: {
      ...turn.answers,
      ...Object.fromEntries(answers.map((answer) => [answer.modelId, answer]))
    }
  }))

const change = (chatId: string, by: (turn: Turn) => Partial<Turn>) =>
  useChat.setState(({ turns }) => ({
    turns: turns.map((turn) => (turn.chatId === chatId ? { ...turn, ...by(turn) } : turn))
  }))
