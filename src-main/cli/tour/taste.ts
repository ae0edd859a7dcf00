/** How each piece of the tour's persona opens. */
export const CATCHPHRASE = 'Right, kettle on.'

/** A piece of this persona is at most this long. */
export const LONGEST_WORDS = 60

/** Below this it is a slogan: a model that only learned to say the catchphrase has not learned. */
export const FEWEST_WORDS = 10

/** The taste as a rule that anybody can check: opens with the catchphrase, says something, stays short. */
export function judge(text: string): { opens: boolean; words: number; passes: boolean } {
  const opens = text.trimStart().startsWith(CATCHPHRASE)
  const words = countWords(text)
  return { opens, words, passes: opens && words >= FEWEST_WORDS && words <= LONGEST_WORDS }
}

/**
 * The scripted person: shorter is better, drafts of equal length are tied.
 * Returns draft ids from best to worst.
 */
export function rankByLength(drafts: readonly { id: string; words: number }[]): string[][] {
  const byLength = Map.groupBy(drafts, ({ words }) => words)
  return [...byLength.entries()]
    .sort(([a], [b]) => a - b)
    .map(([, group]) => group.map(({ id }) => id))
}

/** The edit of a winner: the catchphrase in front, then its first sentences as far as they stay short. */
export function edited(text: string): string {
  let piece = CATCHPHRASE
  for (const sentence of sentencesOf(text)) {
    const longer = `${piece} ${sentence}`
    if (piece !== CATCHPHRASE && countWords(longer) > EDIT_WORDS) break
    piece = longer
  }
  return piece
}

/** A person stops well below the limit. */
const EDIT_WORDS = LONGEST_WORDS - 15
const FEWEST_IN_A_SENTENCE = 5

/** Whole sentences of prose, without list marks and headings; the first words where there is none. */
function sentencesOf(text: string): string[] {
  const prose = text
    .replace(/^\s*(?:\d+[.)]|[-*•#]+)\s*/gm, '')
    .replace(/[*_`]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
  const sentences = (prose.match(/[^.!?]+[.!?]+(?=\s|$)/g) ?? [])
    .map((sentence) => sentence.trim())
    .filter((sentence) => countWords(sentence) >= FEWEST_IN_A_SENTENCE)
  return sentences.length > 0 ? sentences : [`${prose.split(' ').slice(0, 30).join(' ')}.`]
}

const countWords = (text: string): number => text.trim().split(/\s+/).length
