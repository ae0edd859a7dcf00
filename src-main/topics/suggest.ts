import { randomInt } from 'node:crypto'
import type { ChatMessage, Sampling } from '@contract/generation'
import type { GeneratedDraft, Generator } from '../generation/generator'
import { suggestedTitles } from './suggested-titles'

type Options = {
  generator: Generator
  systemMessage: string
  /** Titles that the persona has, newest first. */
  existing: readonly string[]
  count: number
  signal: AbortSignal
  /** All that came so far, each time there are more. */
  onTitles: (titles: string[]) => void
}

const REQUESTS = 3
/** So many titles show the model what there is without crowding out the persona. */
const SHOWN_TITLES = 20
const TOKENS_A_TITLE = 28
const SAMPLING: Sampling = { temperature: 0.8, topP: 0.95, minP: 0.05, maxTokens: 0 }

/**
 * Asks a model for topics that are not there yet, and again while fewer than half of them came.
 * An abort keeps what came.
 *
 * @throws AppError what the engine fails with, when nothing came at all
 */
export async function suggestTitles(options: Options): Promise<string[]> {
  const { generator, systemMessage, existing, count, signal, onTitles } = options
  const titles: string[] = []
  for (let request = 0; request < REQUESTS; request += 1) {
    const known = [...titles, ...existing]
    const missing = count - titles.length
    const read = (text: string, whole: boolean): string[] =>
      suggestedTitles(text, { existing: known, count: missing, whole })
    // Once all are there, the model need not babble on.
    const enough = new AbortController()
    let text = ''
    let told = 0
    const [answer] = await generator.generate({
      messages: question({ systemMessage, known, count: missing }),
      count: 1,
      sampling: { ...SAMPLING, maxTokens: missing * TOKENS_A_TITLE + 80 },
      seed: randomInt(0x7fffffff),
      signal: AbortSignal.any([signal, enough.signal]),
      onToken: (_, piece) => {
        text += piece
        if (!piece.includes('\n')) return
        const sofar = read(text, false)
        if (sofar.length > told) onTitles([...titles, ...sofar])
        told = sofar.length
        if (told === missing) enough.abort()
      }
    })
    titles.push(...read(textOf(answer, titles), isWhole(answer)))
    onTitles([...titles])
    if (signal.aborted || titles.length * 2 >= count) break
  }
  return titles
}

/** An engine that fails after topics came has not failed the person. */
function textOf(answer: GeneratedDraft | undefined, titles: readonly string[]): string {
  if (!answer) return ''
  if (!('error' in answer)) return answer.text
  if (titles.length > 0) return ''
  throw answer.error
}

const isWhole = (answer: GeneratedDraft | undefined): boolean =>
  answer !== undefined && 'stopReason' in answer && answer.stopReason === 'endOfTurn'

/** What there is stands as the model's own earlier answer: the smaller it is, the more it needs a pattern. */
function question(options: {
  systemMessage: string
  known: readonly string[]
  count: number
}): ChatMessage[] {
  const { systemMessage, known, count } = options
  const shown = known.slice(0, SHOWN_TITLES)
  const ask = (what: string): ChatMessage => ({
    role: 'user',
    content: `List ${what} for you to write about. One topic a line, each a short title of at most ten words. No introduction, no explanations.`
  })
  const many = count === 1 ? 'one new topic' : `${String(count)} new topics`
  const system: ChatMessage = { role: 'system', content: systemMessage }
  if (shown.length === 0) return [system, ask(many)]
  return [
    system,
    ask(shown.length === 1 ? 'one topic' : `${String(shown.length)} topics`),
    { role: 'assistant', content: shown.map((title) => `- ${title}`).join('\n') },
    ask(`${many}, different from these,`)
  ]
}
