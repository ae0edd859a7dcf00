/** Where a text matched: from and to, in characters. */
export type Range = readonly [from: number, to: number]

export type Match = {
  /** The better, the smaller: every word at the start of a word, and the first of them early. */
  score: number
  ranges: Range[]
}

/**
 * Finds each word of the query in the text, in any order and whatever its case or accents. Null when
 * one of them is nowhere. An empty query matches everything and marks nothing.
 */
export const matchText = (text: string, query: string): Match | null => {
  const plain = fold(text)
  const words = fold(query).split(/\s+/).filter(Boolean)
  const ranges: Range[] = []
  let score = 0
  for (const word of words) {
    const at = placeOf(plain, word)
    if (at === -1) return null
    score += at === 0 ? 0 : isWordStart(plain, at) ? 1 : 3
    ranges.push([at, at + word.length])
  }
  return { score, ranges: ranges.toSorted(([a], [b]) => a - b) }
}

/** At the start of a word if there is one, else anywhere. */
const placeOf = (text: string, word: string): number => {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    if (isWordStart(text, at)) return at
  }
  return text.indexOf(word)
}

const isWordStart = (text: string, at: number): boolean =>
  at === 0 || /[^\p{L}\p{N}]/u.test(text.charAt(at - 1))

/** Lower case without accents, each character still in its place. */
const fold = (text: string): string =>
  Array.from(text, (sign) => foldSign(sign).padEnd(sign.length).slice(0, sign.length)).join('')

const foldSign = (sign: string): string =>
  sign.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** The text cut into parts that matched and parts that did not. */
export const cut = (text: string, ranges: readonly Range[]): { text: string; hit: boolean }[] => {
  const parts: { text: string; hit: boolean }[] = []
  let at = 0
  for (const [from, to] of ranges) {
    if (from > at) parts.push({ text: text.slice(at, from), hit: false })
    if (to > at) parts.push({ text: text.slice(Math.max(at, from), to), hit: true })
    at = Math.max(at, to)
  }
  if (at < text.length) parts.push({ text: text.slice(at), hit: false })
  return parts
}
