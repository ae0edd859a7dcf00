import type { ChatAnswer } from '@contract/models'
import type { Events } from '../events'
import type { WrittenDraft } from '../generation/generator'

const SMALLEST_INTERVAL_MS = 50

/** One model's answer as it grows, told to the window at most 20 times a second. */
export type GrowingAnswer = {
  append: (piece: string) => void
  /** The last word, always told. Null where the engine gave none: what has come so far stands. */
  finish: (written: Written | null) => ChatAnswer
}

/** What of a finished draft an answer shows; the engine's own count and clock. */
type Written = Pick<WrittenDraft, 'text' | 'completionTokens' | 'elapsedMs' | 'firstTokenMs'>

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
  let lastToldAt = -Infinity
  // While it grows a piece counts as a token, which it nearly always is.
  const grown = { text: '', completionTokens: 0, elapsedMs: 0, firstTokenMs: 0 }

  const tell = (done: boolean, written: Written): ChatAnswer => {
    lastToldAt = now()
    const answer = { modelId, text: written.text, done, ...figuresOf(written) }
    events.emit('chat.answer', { chatId, answer })
    return answer
  }

  return {
    append: (piece) => {
      const at = now()
      grown.text += piece
      grown.completionTokens += 1
      grown.elapsedMs = at - startedAt
      if (grown.completionTokens === 1) grown.firstTokenMs = grown.elapsedMs
      if (at - lastToldAt >= SMALLEST_INTERVAL_MS) tell(false, grown)
    },
    finish: (written) => tell(true, written ?? grown)
  }
}

/** The time to the first token is the prompt's price, so the speed leaves it out. */
function figuresOf({
  completionTokens,
  elapsedMs,
  firstTokenMs
}: Written): Pick<ChatAnswer, 'tokensPerSecond' | 'firstTokenMs'> {
  if (completionTokens === 0) return { tokensPerSecond: null, firstTokenMs: null }
  const seconds = (elapsedMs - firstTokenMs) / 1000
  return {
    tokensPerSecond: seconds > 0 && completionTokens > 1 ? (completionTokens - 1) / seconds : null,
    firstTokenMs: Math.round(firstTokenMs)
  }
}
