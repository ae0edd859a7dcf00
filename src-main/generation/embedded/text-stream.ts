import type { LlamaModel, Token } from 'node-llama-cpp'
import { splitAtStops } from '../stop-texts'

/** A draft's tokens on their way to text that can be shown. */
export type TextStream = {
  /** `text` is what can be shown now; `ended` when the model wrote its end-of-turn sign as text. */
  push: (token: Token) => { text: string; ended: boolean }
  /** What was held back, once no more tokens come. */
  rest: () => string
}

type Options = {
  detokenize: (tokens: Token[], before: Token[]) => string
  /** Texts that end the draft and never show. */
  endSigns: string[]
}

// A character has at most four bytes, and a token at least one.
const TOKENS_OF_A_CHARACTER = 4
const TOKENS_OF_CONTEXT = 16

/**
 * Holds a token back while its last character is incomplete, and text back while it may become an
 * end sign: a small model sometimes spells the sign out instead of using its token.
 */
export function createTextStream({ detokenize, endSigns }: Options): TextStream {
  let before: Token[] = []
  let pending: Token[] = []
  let held = ''

  return {
    push: (token) => {
      pending.push(token)
      const piece = detokenize(pending, before)
      if (piece.endsWith('\uFFFD') && pending.length < TOKENS_OF_A_CHARACTER) {
        return { text: '', ended: false }
      }
      before = [...before, ...pending].slice(-TOKENS_OF_CONTEXT)
      pending = []
      const split = splitAtStops(held + piece, endSigns)
      held = split.held
      return { text: split.shown, ended: split.ended }
    },
    rest: () => {
      const piece = pending.length > 0 ? detokenize(pending, before).replace(/\uFFFD+$/, '') : ''
      return held + piece
    }
  }
}

/** The signs of a model, as text. `<s>` and `</s>` are left out: people write them in HTML. */
export function endSignsOf({ tokens }: LlamaModel): string[] {
  const signs = [tokens.bosString, tokens.eosString, tokens.eotString].filter(
    (sign) => sign !== null
  )
  return [...new Set(signs)].filter((sign) => sign !== '' && !/^<\/?s>$/.test(sign))
}
