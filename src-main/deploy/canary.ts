import { z } from 'zod'
import { AppError } from '../app-error'

export const CanaryAnswer = z.object({
  prompt: z.string(),
  before: z.string(),
  after: z.string(),
  agrees: z.boolean(),
  /** Tokens of the chat template that stand in either answer. */
  leaked: z.array(z.string())
})
export type CanaryAnswer = z.infer<typeof CanaryAnswer>

/** Compares what the trained model and its exported file say to one prompt. */
export function compareAnswers({
  prompt,
  before,
  after,
  templateTokens
}: {
  prompt: string
  before: string
  after: string
  templateTokens: readonly string[]
}): CanaryAnswer {
  const agrees = comparable(before) === comparable(after)
  return {
    prompt,
    before,
    after,
    agrees,
    leaked: leakedTokens(`${before}\n${after}`, templateTokens)
  }
}

/** Template tokens in a text that should be free of them. */
export function leakedTokens(text: string, templateTokens: readonly string[]): string[] {
  const named = templateTokens.filter((token) => text.includes(token))
  // Whatever the family, a marker in this form is the template's and not a writer's.
  const marked = text.match(/<\|[a-z0-9_]+\|>/gi) ?? []
  return [...new Set([...named, ...marked])]
}

/** Why the exported file does not pass; null when all its answers are those of the trained model. */
export function canaryFailure(model: string, answers: readonly CanaryAnswer[]): AppError | null {
  const index = answers.findIndex(({ agrees, leaked }) => !agrees || leaked.length > 0)
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
  let same = 0
  while (same < Math.min(before.length, after.length) && before[same] === after[same]) same += 1
  const end = same + BEGINNING
  return JSON.stringify(text.length > end ? `${text.slice(0, end)}…` : text)
}

/**
 * An answer cut at the last token may end within a character (U+FFFD) or at a space, which one
 * decoder shows and the other does not.
 */
const comparable = (text: string): string => text.replace(/[\uFFFD\s]+$/u, '')
