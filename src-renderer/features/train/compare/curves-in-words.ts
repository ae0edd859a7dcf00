import type { ChartSeries } from '../../../ui/chart-data'
import { lowest } from '../../../ui/chart-words'

/** Which run came lowest, and which rose again after its best: overfitting, by its name. */
export const curvesInWords = (series: readonly ChartSeries[]): string => {
  const measured = series.flatMap(({ label, points }) => {
    const best = lowest(points)
    const last = points.at(-1)
    return best && last ? [{ label, best, last }] : []
  })
  const [top, next] = measured.toSorted((a, b) => a.best[1] - b.best[1])
  if (!top) return 'there are no figures yet.'
  const lead = next ? next.best[1] - top.best[1] : 0
  const first = !next
    ? `only ${top.label} was measured here; its loss came down to ${figure(top.best[1])}.`
    : lead < 0.005
      ? `${top.label} and ${next.label} come equally low, to ${figure(top.best[1])}.`
      : `${top.label} comes lowest, to ${figure(top.best[1])}; ${next.label} to ${figure(next.best[1])}.`
  const rising = measured.filter(({ best, last }) => last[1] > best[1] * 1.02)
  return [
    first,
    ...rising.map(
      ({ label, best }) =>
        `${label} began to learn by heart after ${Math.round(best[0])}% of the stage.`
    ),
    'Losses compare only between runs with the same held-out topics.'
  ].join(' ')
}

const figure = (y: number): string => y.toFixed(3)
