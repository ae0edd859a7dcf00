import type { RunSettings, Stage } from '@contract/run-settings'
import { AppError } from '../app-error'
import type { PreferenceRow, TrainingRows } from '../datasets/training-rows'
import { rowsOf } from './plan'
import { stagesFor } from './resolve-settings'

/** Below this a run only learns the drafts by heart. */
export const FEWEST_RANKINGS = 4

/** Why these rows are too little to learn from; null when they are enough. */
export function tooLittle(rows: TrainingRows, stages: readonly Stage[] = []): string | null {
  const { rankings } = rows.data
  if (rankings < FEWEST_RANKINGS) {
    const missing = FEWEST_RANKINGS - rankings
    return `A run needs at least ${FEWEST_RANKINGS} ranked topics, and there ${are(rankings)} so far: ${missing} more to rank.`
  }
  if (stagesFor(rows).length === 0) {
    return 'In every ranking all drafts are tied, so there is nothing to prefer. Rank some of them apart.'
  }
  const empty = stages.find((stage) => rowsOf(rows, stage).training.length === 0)
  return empty === undefined ? null : nothingFor[empty]
}

/**
 * The rows as these settings learn from them. Bradley–Terry knows pairs alone, and the trainer passes
 * a verdict without any over: it makes no step, and is not counted either.
 */
export function learnableRows(
  rows: TrainingRows,
  { reward: { loss } }: Pick<RunSettings, 'reward'>
): TrainingRows {
  if (loss === 'regression') return rows
  const reward = rows.reward.filter(makesPairs)
  return {
    ...rows,
    data: {
      ...rows.data,
      rewardRows: reward.reduce((sum, { responses }) => sum + responses.length, 0)
    },
    reward,
    rewardHeldOut: rows.rewardHeldOut.filter(makesPairs)
  }
}

const makesPairs = ({ ranks }: PreferenceRow): boolean => new Set(ranks).size > 1

const nothingFor: Readonly<Record<Stage, string>> = {
  sft: 'No ranking has a single best draft, so there is none to imitate.',
  dpo: 'No ranking prefers one draft to another, so there is nothing to prefer.',
  reward: 'No ranking says which drafts are good, so there is nothing to score by.'
}

export function nothingToLearn(reason: string): AppError {
  return new AppError({
    code: 'nothing_to_learn',
    message: `${reason} No run was started.`,
    remedy: { text: 'Rank more topics, then start the run.', action: 'rank' }
  })
}

const are = (count: number): string =>
  count === 1 ? 'is 1' : `are ${count === 0 ? 'none' : count}`
