import { z } from 'zod'
import { AppError } from '../app-error'

/** What the trained model said, token by token. */
export const TrainedAnswer = z.object({
  text: z.string(),
  /** Nats by which each token led the second best; the end of turn included. */
  margins: z.array(z.number()),
  /** Length of the text up to and with each token, in UTF-16 units. */
  ends: z.array(z.int())
})
export type TrainedAnswer = z.infer<typeof TrainedAnswer>

export const CanaryAnswer = z.object({
  prompt: z.string(),
  before: z.string(),
  after: z.string(),
  /** Equal to the letter, or parted at a tie. */
  agrees: z.boolean(),
  /** Margin of the token where the answers part, when rounding alone can turn it; null otherwise. */
  tie: z.number().nullable(),
  /** Tokens of the chat template that stand in either answer. */
  leaked: z.array(z.string())
})
export type CanaryAnswer = z.infer<typeof CanaryAnswer>

/**
 * Below this margin, in nats, two tokens count as equally likely: in five answers of one model the
 * f16 file turned a choice of 0.01 nats and left all those of 0.04 and more.
 */
const TIE = 0.03

/** Compares what the trained model and its exported file say to one prompt. */
export function compareAnswers({
  prompt,
  before,
  after,
  templateTokens
}: {
  prompt: string
  before: TrainedAnswer
  after: string
  templateTokens: readonly string[]
}): CanaryAnswer {
  const equal = comparable(before.text) === comparable(after)
  const margin = equal ? null : marginWhereTheyPart(before, after)
  const tie = margin !== null && margin < TIE ? margin : null
  return {
    prompt,
    before: before.text,
    after,
    agrees: equal || tie !== null,
    tie,
    leaked: leakedTokens(`${before.text}\n${after}`, templateTokens)
  }
}

/**
 * Margin of the token with which the answers part. A token may begin with the letters of another
 * ("for" in "forest"), so the one before the first different letter counts as well.
 */
function marginWhereTheyPart({ text, margins, ends }: TrainedAnswer, after: string): number | null {
  const same = sameBeginning(text, after)
  const parted = ends.findIndex((end) => end > same)
  const token = parted === -1 ? ends.length : parted
  const startsThere = token > 0 && ends[token - 1] === same
  const candidates = [margins[token], startsThere ? margins[token - 1] : undefined]
  const known = candidates.filter((margin) => margin !== undefined)
  return known.length > 0 ? Math.min(...known) : null
}

function sameBeginning(a: string, b: string): number {
  let same = 0
  while (same < Math.min(a.length, b.length) && a[same] === b[same]) same += 1
  return same
}

/** Template tokens in a text that should be free of them. */
export function leakedTokens(text: string, templateTokens: readonly string[]): string[] {
  const named = templateTokens.filter((token) => text.includes(token))
  // Whatever the family, a marker in this form is the template's and not a writer's.
  const marked = text.match(/<\|[a-z0-9_]+\|>/gi) ?? []
  return [...new Set([...named, ...marked])]
}

/**
 * Why the exported file does not pass; null when all its answers are those of the trained model. Ties
 * excuse some answers, not most of them.
 */
export function canaryFailure(model: string, answers: readonly CanaryAnswer[]): AppError | null {
  const mostAreTies = answers.filter(({ tie }) => tie !== null).length * 2 > answers.length
  const index = answers.findIndex(
    ({ agrees, tie, leaked }) => !agrees || leaked.length > 0 || (mostAreTies && tie !== null)
  )
  const answer = answers[index]
  if (!answer) return null
  const which = `prompt ${index + 1} of ${answers.length}`
  const what =
    answer.leaked.length > 0
      ? `“${model}” writes tokens of its chat template (${answer.leaked.join(' ')}) in its answer to ${which}`
      : `The GGUF file of “${model}” answers ${which} differently than the trained model`
  return new AppError({
    code: 'export_failed',
    message: `${what}, so it was not released. The adapter is unharmed, and the files made so far are kept.`,
    remedy: {
      text: 'Export it again; if it fails again, copy the details and keep using the earlier model.',
      action: 'retry'
    },
    detail: [
      `prompt: ${answer.prompt}`,
      `before: ${aroundDifference(answer.before, answer)}`,
      `after:  ${aroundDifference(answer.after, answer)}`
    ].join('\n')
  })
}

const BEGINNING = 60

/** The beginning of an answer up to a little behind the first difference. */
function aroundDifference(text: string, { before, after }: CanaryAnswer): string {
  const end = sameBeginning(before, after) + BEGINNING
  return JSON.stringify(text.length > end ? `${text.slice(0, end)}…` : text)
}

/**
 * An answer cut at the last token may end within a character (U+FFFD) or at a space, which one
 * decoder shows and the other does not.
 */
const comparable = (text: string): string => text.replace(/[\uFFFD\s]+$/u, '')
