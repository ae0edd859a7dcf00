import type { Ranked, Sitting } from './scene'

/** What a sitting made so far. */
export type Summary = {
  topics: number
  pairs: number
  skipped: number
  /** Topics that had come back. */
  repeats: number
  /** From the first drafts on the screen to the last key, by topic; null while there is none. */
  medianMs: number | null
  /** All of that time together. */
  totalMs: number
}

export const summaryOf = (sitting: Sitting): Summary => {
  const ranked = rankedIn(sitting)
  return {
    topics: ranked.length,
    pairs: pairsIn(ranked),
    skipped: sitting.queue.length,
    repeats: ranked.filter(({ repeat }) => repeat !== null).length,
    medianMs: median(ranked.map(({ elapsedMs }) => elapsedMs)),
    totalMs: ranked.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0)
  }
}

/** A topic that came back is measured and not learned from, unless its edit made a new order of it. */
export const pairsOfSitting = (sitting: Sitting): number => pairsIn(rankedIn(sitting))

const rankedIn = ({ past, scene }: Sitting): Ranked[] => {
  const before = past.flatMap((step) => (step.kind === 'ranked' ? [step] : []))
  return scene.phase === 'revealed' ? [...before, scene] : before
}

const pairsIn = (ranked: readonly Ranked[]): number =>
  ranked.reduce((sum, one) => sum + (isLearned(one) ? one.ranking.pairs : 0), 0)

/** Whether the ranking became training rows. */
export const isLearned = ({ repeat, edit }: Pick<Ranked, 'repeat' | 'edit'>): boolean =>
  repeat === null || edit !== null

const median = (values: readonly number[]): number | null => {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]]
  return low === undefined || high === undefined ? null : Math.round((low + high) / 2)
}
