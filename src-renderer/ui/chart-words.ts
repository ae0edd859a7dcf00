import type { Point } from './chart-data'

export type LossFacts = {
  train: readonly Point[]
  heldOut: readonly Point[]
  /** False when the data are too few to hold any out. */
  measured?: boolean
}

type Trend = 'fell' | 'levelled' | 'still' | 'rose'

/**
 * What the two losses did, in one of a few fixed forms: the trend, the turning point, what it
 * suggests. Computed from the figures alone.
 */
export const lossInWords = ({ train, heldOut, measured = true }: LossFacts): string => {
  const [first, last] = ends(train)
  if (!first || !last) return 'there are no figures yet.'
  if (first === last) return `it has only begun; the first loss was ${figure(first[1])}.`
  if (train.length < 5) {
    return `too few steps for a trend: train loss went from ${figure(first[1])} to ${figure(last[1])}.`
  }
  const trend = trendOf(train)
  if (!measured) return `${alone[trend]} Nothing is held out to measure it on.`
  if (heldOut.length < 2) return `${alone[trend]} ${notMeasured(heldOut)}`
  return `${together(trend, trendOf(heldOut))} ${turn(heldOut, trend)}`
}

/** How the margin between preferred and rejected drafts grew. */
export const marginInWords = (points: readonly Point[]): string => {
  const [first, last] = ends(points)
  if (!first || !last) return 'there are no figures yet.'
  const [from, to] = [figure(first[1], 2), figure(last[1], 2)]
  if (points.length < 3 || from === to) return `the margin is ${to}.`
  const grew = last[1] > first[1]
  const meaning = grew
    ? 'it tells the preferred drafts from the others more and more clearly.'
    : 'it has not learned to prefer them.'
  return `the margin ${grew ? 'grew' : 'fell'} from ${from} to ${to}: ${meaning}`
}

/** How often the preferred draft comes first. Half is chance. */
export const accuracyInWords = (points: readonly Point[], heldOut: boolean): string => {
  const [first, last] = ends(points)
  if (!first || !last) return 'there are no figures yet.'
  const where = heldOut ? 'held-out pairs' : 'training pairs'
  const now = `it puts the preferred draft first in ${percent(last[1])} of the ${where}`
  if (last[1] <= 0.5) return `${now}, which is no better than chance.`
  if (points.length < 2 || percent(first[1]) === percent(last[1])) return `${now}.`
  return `${now}, ${last[1] > first[1] ? 'up' : 'down'} from ${percent(first[1])}.`
}

/** The lowest point; the earlier one when two are equal. */
export const lowest = (points: readonly Point[]): Point | null =>
  points.reduce<Point | null>((best, point) => (best && best[1] <= point[1] ? best : point), null)

const alone: Record<Trend, string> = {
  fell: 'train loss fell steadily.',
  levelled: 'train loss fell, then levelled off.',
  still: 'train loss has hardly moved.',
  rose: 'train loss rose: the learning rate may be too high.'
}

const together = (train: Trend, heldOut: Trend): string => {
  if (train === 'fell' && heldOut !== 'rose') {
    return heldOut === 'still'
      ? 'train loss fell, eval hardly moved.'
      : 'both losses fell steadily.'
  }
  if (train === 'levelled' && heldOut !== 'rose') return 'both losses fell, then levelled off.'
  return alone[train]
}

const turn = (heldOut: readonly Point[], train: Trend): string => {
  const best = lowest(heldOut)
  const last = heldOut.at(-1)
  if (!best || !last) return ''
  if (best === last) return `Eval is at its best now, ${figure(last[1])} at step ${last[0]}.`
  if (best === heldOut[0]) {
    return `Eval has been above its first value since step ${best[0]}: it learns nothing that carries over.`
  }
  const rise = (last[1] - best[1]) / Math.max(Math.abs(best[1]), 1e-9)
  if (rise < 0.005) return `Eval has been level since step ${best[0]}.`
  const falling = train === 'fell' ? ' while train still falls' : ''
  return rise < 0.1
    ? `Eval has risen a little since step ${best[0]}${falling}, so the best checkpoint may be behind you.`
    : `Eval has risen since step ${best[0]}${falling}: it begins to learn the examples by heart. The best checkpoint is behind you.`
}

const notMeasured = (heldOut: readonly Point[]): string => {
  const only = heldOut[0]
  return only
    ? `Eval was measured once, ${figure(only[1])} at step ${only[0]}.`
    : 'Eval has not been measured yet.'
}

/** The means of the first, middle and last fifth say what happened, single steps do not. */
const trendOf = (points: readonly Point[]): Trend => {
  const fifth = Math.max(1, Math.floor(points.length / 5))
  const start = mean(points.slice(0, fifth))
  const before = mean(points.slice(-2 * fifth, -fifth))
  const end = mean(points.slice(-fifth))
  const scale = Math.max(Math.abs(start), 1e-9)
  const change = (end - start) / scale
  if (change > 0.03) return 'rose'
  if (change > -0.03) return 'still'
  return (before - end) / scale < 0.005 ? 'levelled' : 'fell'
}

const mean = (points: readonly Point[]): number =>
  points.reduce((sum, [, y]) => sum + y, 0) / Math.max(points.length, 1)

const ends = (points: readonly Point[]): [Point | undefined, Point | undefined] => [
  points[0],
  points.at(-1)
]

const figure = (y: number, digits = 3): string => y.toFixed(digits)

const percent = (fraction: number): string => `${Math.round(fraction * 100)}%`
