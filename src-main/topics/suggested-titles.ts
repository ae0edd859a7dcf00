import { normalized, readLine } from './paste'

const MAX_WORDS = 14
/** A longer line that ends with a full stop is prose. */
const MAX_WORDS_OF_A_SENTENCE = 9
const MAX_CHARACTERS = 120
const FEWEST_LETTERS = 3

type Options = {
  /** Titles that are there already. */
  existing: readonly string[]
  /** How many to take at most. */
  count: number
  /** False while the text still grows, or was cut off: its last line may be half a one. */
  whole: boolean
}

/**
 * The topics in a model's answer, one a line and each once. Read as a paste is, and small models
 * babble: preambles, headings, paragraphs, quotation marks and explanations after a title are left out.
 */
export function suggestedTitles(text: string, { existing, count, whole }: Options): string[] {
  const lines = text.split(/\r?\n/)
  const seen = new Set(existing.map(normalized))
  const titles: string[] = []
  for (const raw of whole ? lines : lines.slice(0, -1)) {
    const title = titleIn(raw)
    if (title === null || seen.has(normalized(title))) continue
    seen.add(normalized(title))
    titles.push(title)
    if (titles.length === count) break
  }
  return titles
}

function titleIn(raw: string): string | null {
  if (/^\s*(#{1,6}\s|```|---|\||https?:)/.test(raw) || isProse(raw)) return null
  const line = readLine(raw)?.title ?? ''
  const title = bare(withoutExplanation(line).replace(/[*_`]{1,3}/g, ''))
  return isTitle(title) ? title : null
}

const bare = (line: string): string =>
  line
    .replace(/^(?:topic|title|idea)(?:\s*\d+)?\s*[:.)-]\s*/i, '')
    .replace(/^["“”«<'‘]+/, '')
    .replace(/["“”»>'’.,;\s–—-]+$/, '')
    .trim()

/** “**Rain in spring**: why it …” is the topic “Rain in spring”. */
const withoutExplanation = (line: string): string =>
  /^\*\*(?<title>[^*]+?):?\*\*\s*[:–—-]/.exec(line)?.groups?.['title'] ??
  /^["“](?<title>[^"”]+)["”]\s*[:–—-]/.exec(line)?.groups?.['title'] ??
  line

const isProse = (raw: string): boolean =>
  /\p{L}{3}[.!?]["”’]?\s+\p{Lu}/u.test(raw.replace(/^\s*\S+\s/, '')) ||
  (/\.\s*$/.test(raw) && raw.trim().split(/\s+/).length > MAX_WORDS_OF_A_SENTENCE)

function isTitle(title: string): boolean {
  if (title.endsWith(':') || PREAMBLE.test(title) || (title.match(/;/g)?.length ?? 0) > 1)
    return false
  if (title.length > MAX_CHARACTERS || title.split(/\s+/).length > MAX_WORDS) return false
  return (title.match(/\p{L}/gu)?.length ?? 0) >= FEWEST_LETTERS
}

/** How a model talks about its list instead of giving it. */
const PREAMBLE =
  /^(?:sure|certainly|of course|absolutely|okay|ok|great|here(?:’s|'s| is| are)|these are|below|i hope|i can|i am|i’m|i'm|let me|note that|feel free|please|this (?:is|topic)|you’re right|you're right|you are the following|never write|new topics?$|topics?$)(?:\b|$)/i
