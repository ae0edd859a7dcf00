import type { RunSettings, Stage } from '@contract/run-settings'
import type { PreferenceRow, TrainingRows } from '../datasets/training-rows'

/**
 * Characters a token. SmolLM2's tokenizer (49,152 entries) makes 4.0 to 4.4 of English prose; larger
 * vocabularies make a little more, other scripts fewer.
 */
export const CHARACTERS_PER_TOKEN = 4.2
/** Role names and ends of turn that a chat template writes around a message. */
const TOKENS_PER_MESSAGE = 5
/** The trainer fills a row with short texts up to here (`trainer/rows.py`). */
const FILLED_ROW = 2048

/** Of a row: all of it, and its prompt with the longest answer, which is what `maxLength` limits. */
type RowTokens = { total: number; longest: number }

/** About how many tokens a stage's rows have; those over the limit are left out, as the trainer does. */
export function tokensOfRows(rows: TrainingRows, stage: Stage, maxLength: number): number[] {
  return sizesOf(rows, stage).flatMap(({ total, longest }) => (longest <= maxLength ? [total] : []))
}

/** Tokens that are in memory at once: a whole ranking in DPO, otherwise a step's rows put together. */
export function longestRow(rows: TrainingRows, settings: RunSettings): number {
  const longest = settings.stages.map((stage) => {
    const tokens = tokensOfRows(rows, stage, settings.maxLength)
    const one = Math.max(0, ...tokens)
    if (stage === 'dpo') return one
    const mean = tokens.reduce((sum, count) => sum + count, 0) / Math.max(1, tokens.length)
    return Math.max(one, Math.min(FILLED_ROW, Math.round(mean * settings[stage].batchSize)))
  })
  return Math.max(0, ...longest)
}

function sizesOf(rows: TrainingRows, stage: Stage): RowTokens[] {
  if (stage !== 'sft') return (stage === 'dpo' ? rows.preference : rows.reward).map(sizeOfGroup)
  return rows.sft.map(({ messages }) => {
    const total = tokensOf(messages)
    return { total, longest: total }
  })
}

function sizeOfGroup({ messages, responses }: PreferenceRow): RowTokens {
  const prompt = tokensOf(messages)
  const answers = responses.map((content) => tokensOf([{ content }]))
  return {
    total: prompt + answers.reduce((sum, count) => sum + count, 0),
    longest: prompt + Math.max(0, ...answers)
  }
}

const tokensOf = (messages: readonly { content: string }[]): number =>
  messages.reduce(
    (sum, { content }) =>
      sum + Math.ceil(content.length / CHARACTERS_PER_TOKEN) + TOKENS_PER_MESSAGE,
    0
  )
