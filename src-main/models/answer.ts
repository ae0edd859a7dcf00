import type { ChatAnswer } from '@contract/models'
import type { Events } from '../events'

const SMALLEST_INTERVAL_MS = 50

/** One model's answer as it grows, told to the window at most 20 times a second. */
export type GrowingAnswer = {
  append: (piece: string) => void
  /** The last word, always told. Null where the engine gave none: what has come so far stands. */
  finish: (written: { text: string; completionTokens: number | null } | null) => ChatAnswer
}

/** The clock starts now: `firstTokenMs` counts from here, the speed from the first token. */
export function startAnswer({
  chatId,
  modelId,
  events,
  now = () => performance.now()
}: {
  chatId: string
  modelId: string
  events: Events
  /** Milliseconds; all but tests leave it out. */
  now?: () => number
}): GrowingAnswer {
  const startedAt = now()
  let firstAt: number | null = null
  let lastToldAt = -Infinity
  let lastPieceAt = startedAt
  let text = ''
  let pieces = 0

  const current = (done: boolean): ChatAnswer => ({
    modelId,
    text,
    done,
    tokensPerSecond: speed(),
    firstTokenMs: firstAt === null ? null : Math.round(firstAt - startedAt)
  })
  // The first token is the prompt's price and not the model's speed.
  const speed = (): number | null => {
    const seconds = firstAt === null ? 0 : (lastPieceAt - firstAt) / 1000
    return seconds > 0 && pieces > 1 ? (pieces - 1) / seconds : null
  }
  const tell = (answer: ChatAnswer): void => {
    lastToldAt = now()
    events.emit('chat.answer', { chatId, answer })
  }

  return {
    append: (piece) => {
      text += piece
      pieces += 1
      lastPieceAt = now()
      firstAt ??= lastPieceAt
      if (lastPieceAt - lastToldAt >= SMALLEST_INTERVAL_MS) tell(current(false))
    },
    finish: (written) => {
      if (written) {
        text = written.text
        // Pieces can hold several tokens; the engine has counted them.
        pieces = written.completionTokens ?? pieces
      }
      const answer = current(true)
      tell(answer)
      return answer
    }
  }
}
