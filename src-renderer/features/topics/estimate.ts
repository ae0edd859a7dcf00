import type { WritingSnapshot } from '@contract/drafts'
import { duration, wordCount } from '../../ui/words'

/** English prose takes about four tokens for three words; other languages take more. */
const WORDS_A_TOKEN = 0.75

/** Before this many tokens the speed is that of reading the brief, and not of writing. */
const FEWEST_TOKENS = 40

/** About how many words a limit in tokens leaves room for, rounded as an estimate deserves. */
export const wordsOfTokens = (tokens: number): number => {
  const words = tokens * WORDS_A_TOKEN
  const grain = words < 100 ? 5 : words < 1000 ? 10 : 50
  return Math.max(grain, Math.round(words / grain) * grain)
}

export type Progress = {
  words: number
  /** The most words there can be, from the limits of the drafts that go on; null while unknown. */
  wordsAtMost: number | null
  /** From 0 to 1, of that most; null while unknown. */
  share: number | null
  /** The longest it can still take, in milliseconds; null while the speed is unknown. */
  msAtMost: number | null
}

/**
 * How far a writing is. A draft may end long before its limit, so what is left is a most: the drafts
 * that go on, each up to its part of `tokenLimit`, at the speed of all together.
 *
 * @param kept - the drafts that stay while another is written again; no token of theirs counts
 */
export const progressOf = (
  { slots, tokens, tokensPerSecond, tokenLimit }: WritingSnapshot,
  kept: ReadonlySet<number> = new Set()
): Progress => {
  const written = slots.filter(({ index }) => !kept.has(index))
  const open = written.filter(({ state }) => state === 'waiting' || state === 'writing')
  const words = wordsIn(written)
  if (tokens < FEWEST_TOKENS || words === 0) {
    return { words, wordsAtMost: null, share: null, msAtMost: null }
  }
  // The snapshot counts the tokens of all: those of the open drafts are their share of the words.
  const tokensAWord = tokens / words
  const limitOfOne = tokenLimit / written.length
  const left = Math.max(0, open.length * limitOfOne - wordsIn(open) * tokensAWord)
  return {
    words,
    wordsAtMost: Math.max(words, Math.round((words + left / tokensAWord) / 10) * 10),
    share: tokens / (tokens + left),
    msAtMost: tokensPerSecond === null ? null : (left / tokensPerSecond) * 1000
  }
}

/** “up to about 9 s left”. */
export const sayTimeLeft = ({ msAtMost }: Progress): string | null =>
  msAtMost === null || msAtMost < 500 ? null : `up to about ${duration(msAtMost)} left`

const wordsIn = (slots: WritingSnapshot['slots']): number =>
  slots.reduce((total, { text }) => total + wordCount(text), 0)
