import uPlot from 'uplot'
import type { ChartSeries, Plotted, Point } from './chart-data'

export type Ink = Record<
  | 'raw'
  | 'ink'
  | 'blue'
  | 'ochre'
  | 'grey'
  | 'grid'
  | 'axis'
  | 'dashed'
  | 'proof'
  | 'proofText'
  | 'paper',
  string
> & { font: string; strong: string }

/** The tokens of the theme that holds now, as a canvas takes them. */
export const colours = (host: HTMLElement): Ink => {
  const style = getComputedStyle(host)
  const token = (name: string) => style.getPropertyValue(name).trim()
  return {
    raw: token('--ink'),
    ink: token('--ink'),
    blue: token('--blue'),
    ochre: token('--chart-3'),
    grey: token('--rule-control'),
    grid: token('--chart-grid'),
    axis: token('--ink-3'),
    dashed: token('--rule-strong'),
    proof: token('--proof'),
    proofText: token('--proof-text'),
    paper: token('--paper'),
    font: `11px ${style.fontFamily}`,
    strong: `500 11px ${style.fontFamily}`
  }
}

/** Half, zero, or what the base model does: a dashed line. */
export const drawBaseline = (plot: uPlot, { baseline }: Plotted, ink: Ink): void => {
  if (baseline === undefined) return
  const { ctx, bbox } = plot
  const y = Math.round(plot.valToPos(baseline, 'y', true))
  ctx.save()
  ctx.strokeStyle = ink.dashed
  ctx.lineWidth = uPlot.pxRatio
  ctx.setLineDash([4 * uPlot.pxRatio, 3 * uPlot.pxRatio])
  line(ctx, [bbox.left, y], [bbox.left + bbox.width, y])
  ctx.restore()
}

/** A red dot with a dotted line, and its numbers where the lines leave room. */
export const drawBest = (plot: uPlot, { best, series }: Plotted, ink: Ink): void => {
  if (!best) return
  const { ctx, bbox } = plot
  const px = uPlot.pxRatio
  const x = Math.round(plot.valToPos(best.point[0], 'x', true))
  const y = Math.round(plot.valToPos(best.point[1], 'y', true))
  ctx.save()
  ctx.strokeStyle = ink.proof
  ctx.lineWidth = px
  ctx.setLineDash([2 * px, 3 * px])
  line(ctx, [x, bbox.top], [x, bbox.top + bbox.height])
  ctx.setLineDash([])
  ctx.beginPath()
  ctx.arc(x, y, 4 * px, 0, 2 * Math.PI)
  ctx.fillStyle = ink.proof
  ctx.strokeStyle = ink.paper
  ctx.lineWidth = 2 * px
  ctx.fill()
  ctx.stroke()
  const scaled = (font: string) => font.replace('11px', `${11 * px}px`)
  ctx.font = scaled(ink.strong)
  ctx.textBaseline = 'top'
  const width = Math.max(ctx.measureText(best.title).width, ctx.measureText(best.detail).width)
  const spot = freeSpot({ plot, series, x, width: width + 8 * px, height: 30 * px })
  ctx.textAlign = spot.left ? 'right' : 'left'
  const textX = spot.left ? x - 8 * px : x + 8 * px
  ctx.fillStyle = ink.proofText
  ctx.fillText(best.title, textX, spot.top)
  ctx.font = scaled(ink.font)
  ctx.fillStyle = ink.axis
  ctx.fillText(best.detail, textX, spot.top + 15 * px)
  ctx.restore()
}

type Room = {
  plot: uPlot
  series: readonly ChartSeries[]
  x: number
  width: number
  height: number
}

/** The first of a few places beside the dotted line that the fewest points run through. */
const freeSpot = ({ plot, series, x, width, height }: Room): { left: boolean; top: number } => {
  const { bbox } = plot
  const right = x + width <= bbox.left + bbox.width
  const sides = right ? [false, true] : [true]
  const spots = sides.flatMap((left) =>
    [0.4, 0.15, 0.65, 0.02, 0.85].map((part) => ({ left, top: bbox.top + part * bbox.height }))
  )
  const crossed = ({ left, top }: { left: boolean; top: number }) =>
    series
      .flatMap(({ points }) => points)
      .filter(([px, py]) => {
        const [cx, cy] = [plot.valToPos(px, 'x', true), plot.valToPos(py, 'y', true)]
        const within = left ? cx >= x - width && cx <= x : cx >= x && cx <= x + width
        return within && cy >= top - 6 && cy <= top + height + 6
      }).length
  return spots.reduce((best, spot) => (crossed(spot) < crossed(best) ? spot : best))
}

const line = (ctx: CanvasRenderingContext2D, from: Point, to: Point) => {
  ctx.beginPath()
  ctx.moveTo(from[0], from[1])
  ctx.lineTo(to[0], to[1])
  ctx.stroke()
}
