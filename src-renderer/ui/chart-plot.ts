import uPlot from 'uplot'
import {
  align,
  planTicks,
  roundRange,
  roundTicks,
  runningMean,
  sameDigits,
  thin,
  type Plotted
} from './chart-data'
import { colours, drawBaseline, drawBest, type Ink } from './chart-draw'

export type Plot = {
  update: (plotted: Plotted) => void
  /** Moves the cursor by that many points and answers with the x where it is now. */
  move: (points: number) => number | null
  leave: () => void
  destroy: () => void
}

type MountOptions = {
  host: HTMLElement
  plotted: Plotted
  height: number
  /** Charts of one key show their cursors in step. */
  sync?: string | undefined
  onCursor: (x: number | null) => void
}

const redrawEveryMs = 250

/** Draws the chart into the host and keeps it the size of the host and in the colours of the theme. */
export const mountPlot = ({ host, plotted, height, sync, onCursor }: MountOptions): Plot => {
  let now = plotted
  let ink = colours(host)
  const parts = height > 250 ? 5 : 2
  const lines = now.series.flatMap(({ look }): Line[] =>
    look === 'trend' ? ['raw', 'ink'] : [look]
  )
  const plot = new uPlot(
    {
      width: Math.max(host.clientWidth, 80),
      height,
      // The last label stands half outside; `100%` is wider than a step's number.
      padding: [10, now.along ? 20 : 12, 0, 0],
      legend: { show: false },
      cursor: {
        y: false,
        points: { show: false },
        drag: { x: false, y: false },
        // By place and not by value: charts of one key have the same plan, and so the same x axis.
        ...(sync === undefined ? {} : { sync: { key: sync, scales: [null, null] } })
      },
      scales: {
        x: { time: false, range: () => [0, Math.max(now.planned, 1)] },
        y: { range: () => [...(now.range ?? roundRange(valuesOf(now), parts))] }
      },
      axes: [
        {
          font: ink.font,
          stroke: () => ink.axis,
          grid: { show: false },
          ticks: { show: false },
          size: 26,
          gap: 8,
          splits: (self) => planTicks(now.planned, self.width > 400 ? 5 : 3),
          values: (_, ticks) => ticks.map((tick) => now.along?.format(tick) ?? String(tick))
        },
        {
          font: ink.font,
          stroke: () => ink.axis,
          grid: { stroke: () => ink.grid, width: 1 },
          ticks: { show: false },
          size: (_, labels) => Math.max(36, 12 + 6.5 * longest(labels)),
          gap: 8,
          // The range is round in whole parts, so one more than asked for can be there.
          splits: (_, __, min, max) => roundTicks(min, max, now.range ? parts : parts + 1),
          // Without a point there is no scale: the lines stay, the numbers would be made up.
          values: (_, ticks) =>
            valuesOf(now).length === 0
              ? ticks.map(() => '')
              : sameDigits(ticks.map((tick) => now.format(tick)))
        }
      ],
      series: [{}, ...lines.map((line) => lineOptions(line, () => ink))],
      hooks: {
        drawAxes: [(self) => drawBaseline(self, now, ink)],
        draw: [(self) => drawBest(self, now, ink)],
        setCursor: [(self) => onCursor(cursorOf(self))]
      }
    },
    dataOf(now, host.clientWidth),
    host
  )

  let timer: number | undefined
  let drawnAt = performance.now()
  const draw = () => {
    timer = undefined
    drawnAt = performance.now()
    plot.setData(dataOf(now, host.clientWidth))
  }
  const endTheme = onTheme(() => {
    ink = colours(host)
    plot.redraw(false)
  })
  const resize = new ResizeObserver(() => {
    if (host.clientWidth > 0) plot.setSize({ width: host.clientWidth, height })
  })
  resize.observe(host)

  return {
    update: (next) => {
      if (isSame(now, next)) return
      now = next
      timer ??= window.setTimeout(draw, Math.max(0, redrawEveryMs - (performance.now() - drawnAt)))
    },
    move: (points) => moveCursor(plot, { points, sync }),
    leave: () => plot.setCursor({ left: -10, top: -10 }),
    destroy: () => {
      window.clearTimeout(timer)
      resize.disconnect()
      endTheme()
      plot.destroy()
    }
  }
}

/** Points are never changed in place, so the same lists are the same picture. */
const isSame = (a: Plotted, b: Plotted): boolean =>
  a.planned === b.planned &&
  a.best?.point === b.best?.point &&
  a.series.every(({ points }, index) => points === b.series[index]?.points)

type Line = 'raw' | 'ink' | 'blue' | 'ochre' | 'grey'

/** Wide enough to show the trend, and the same from the first step of a run to its last. */
export const meanWindow = (planned: number): number =>
  Math.min(25, Math.max(4, Math.round(planned / 40)))

const dataOf = ({ series, planned }: Plotted, width: number): uPlot.AlignedData => {
  const thinning = { most: 2000, columns: Math.max(100, width) }
  return align(
    series.flatMap(({ look, points }) => {
      const kept = thin(points, thinning)
      return look === 'trend'
        ? [kept, thin(runningMean(points, meanWindow(planned)), thinning)]
        : [kept]
    })
  )
}

const valuesOf = ({ series }: Plotted): number[] =>
  series.flatMap(({ points }) => points.map(([, y]) => y))

/** uPlot asks for the size once before there are labels, whatever its types say. */
const longest = (labels: readonly string[] | null): number =>
  Math.max(0, ...(labels ?? []).map(({ length }) => length))

const isLone = (values: ArrayLike<number | null | undefined>): boolean =>
  Array.from(values).filter((value) => value !== null && value !== undefined).length === 1

const lineOptions = (line: Line, ink: () => Ink): uPlot.Series => ({
  stroke: () => ink()[line],
  width: line === 'raw' ? 1 : 1.5,
  alpha: line === 'raw' ? 0.22 : 1,
  spanGaps: true,
  // A lone point makes no line, and would not be seen at all.
  points: { show: (plot, series) => isLone(plot.data[series] ?? []), size: 5 },
  ...(line === 'grey' ? { dash: [4, 3] } : {})
})

/** Calls back when the system's or the app's theme changes. */
const onTheme = (changed: () => void): (() => void) => {
  const dark = matchMedia('(prefers-color-scheme: dark)')
  const contrast = matchMedia('(prefers-contrast: more)')
  const forced = new MutationObserver(changed)
  forced.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  dark.addEventListener('change', changed)
  contrast.addEventListener('change', changed)
  return () => {
    forced.disconnect()
    dark.removeEventListener('change', changed)
    contrast.removeEventListener('change', changed)
  }
}

const cursorOf = (plot: uPlot): number | null => {
  const { idx } = plot.cursor
  return idx == null ? null : (plot.data[0][idx] ?? null)
}

type Move = { points: number; sync: string | undefined }

const moveCursor = (plot: uPlot, { points, sync }: Move): number | null => {
  const xs = plot.data[0]
  const from = plot.cursor.idx ?? (points > 0 ? -1 : xs.length)
  const x = xs[Math.min(Math.max(from + points, 0), xs.length - 1)]
  if (x === undefined) return null
  const left = plot.valToPos(x, 'x')
  plot.setCursor({ left, top: 1 })
  if (sync !== undefined) {
    const { clientWidth, clientHeight } = plot.over
    uPlot.sync(sync).pub('mousemove', plot, left, 1, clientWidth, clientHeight, plot.valToIdx(x))
  }
  return x
}
