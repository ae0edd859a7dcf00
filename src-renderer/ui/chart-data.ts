export type Point = readonly [x: number, y: number]

/** `trend` draws the raw points faintly behind their running mean. */
export type ChartSeries = {
  label: string
  points: readonly Point[]
  look: 'trend' | 'ink' | 'blue' | 'ochre' | 'grey'
}

export type Plotted = {
  series: readonly ChartSeries[]
  /** Last x of the plan: the empty part shows what is left. */
  planned: number
  format: (y: number) => string
  /** What x is, where it is not the step: its name before the value, and how the value is written. */
  along?: { name: string; format: (x: number) => string } | undefined
  /** Fixed ends of the y axis; without them the data decide. */
  range?: readonly [min: number, max: number] | undefined
  /** Drawn as a dashed line. */
  baseline?: number | undefined
  best?: { point: Point; title: string; detail: string } | null | undefined
}

/** Mean of each point and those before it, `window` points in all: what the raw line hides. */
export const runningMean = (points: readonly Point[], window: number): Point[] => {
  let sum = 0
  return points.map(([x, y], index) => {
    sum += y
    const left = points[index - window]
    if (left) sum -= left[1]
    return [x, sum / Math.min(index + 1, window)]
  })
}

/** Every point up to `most`; beyond that the lowest and the highest of each stretch, in their order. */
export const thin = (points: readonly Point[], { most, columns }: Thinning): readonly Point[] => {
  if (points.length <= most) return points
  const stretch = points.length / columns
  return Array.from({ length: columns }, (_, column) =>
    extremes(points.slice(Math.floor(column * stretch), Math.floor((column + 1) * stretch)))
  ).flat()
}

type Thinning = { most: number; columns: number }

const extremes = (points: readonly Point[]): Point[] => {
  const [first] = points
  if (!first) return []
  let low = first
  let high = first
  for (const point of points) {
    if (point[1] < low[1]) low = point
    if (point[1] > high[1]) high = point
  }
  if (low === high) return [low]
  return low[0] < high[0] ? [low, high] : [high, low]
}

/** The point at x or the last one before it. */
export const at = (points: readonly Point[], x: number): Point | null =>
  points.findLast(([before]) => before <= x) ?? null

/** A round distance such as 0.1, 0.25 or 50 that divides `span` into at most `most` parts. */
export const roundStep = (span: number, most: number): number => {
  const rough = Math.max(span, Number.EPSILON) / most
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = [1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough * (1 - 1e-9)) ?? 10
  return step * power
}

/** The smallest round range around all values in about `most` parts, leaving single outliers out. */
export const roundRange = (values: readonly number[], most = 5): [min: number, max: number] => {
  if (values.length === 0) return [0, 1]
  const sorted = values.toSorted((a, b) => a - b)
  const cut = Math.floor(sorted.length * 0.01)
  const [least, greatest] = [sorted[cut] ?? 0, sorted[sorted.length - 1 - cut] ?? 1]
  // A flat line stands in the middle.
  const room = greatest > least ? 0 : Math.abs(greatest) * 0.1 || 0.5
  const [low, high] = [least - room, greatest + room]
  const step = roundStep(high - low, most)
  return [times(Math.floor(low / step + 1e-9), step), times(Math.ceil(high / step - 1e-9), step)]
}

/** Round numbers from min to max, both ends included. */
export const roundTicks = (min: number, max: number, most = 5): number[] => {
  const step = roundStep(max - min, most)
  const first = Math.ceil(min / step - 1e-9)
  const count = Math.floor((max - min) / step + 1e-9) + 1
  return Array.from({ length: count }, (_, index) => times(first + index, step))
}

/** Without the last digits that binary fractions leave behind: 0.3, not 0.30000000000000004. */
const times = (count: number, step: number): number => Number((count * step).toPrecision(12))

/** Plain numbers with as many digits after the point as the longest needs: 2.50 beside 2.75. */
export const sameDigits = (labels: readonly string[]): string[] => {
  if (!labels.every((label) => /^-?\d+(\.\d+)?$/.test(label))) return [...labels]
  const needed = labels.map((label) => String(Number(label)).split('.')[1]?.length ?? 0)
  const digits = Math.max(0, ...needed)
  return labels.map((label) => Number(label).toFixed(digits))
}

/** Round steps, and the end of the plan: 0, 100, 200, 300, 416. A round one too near the end gives way. */
export const planTicks = (planned: number, most = 5): number[] => {
  const step = Math.max(1, roundStep(planned, most))
  const round = roundTicks(0, planned, planned / step)
  return [...round.filter((tick) => tick === 0 || planned - tick > step * 0.45), planned]
}

/** One column of x and one of y for each series, as uPlot takes them; nothing where a series has no point. */
export const align = (
  series: readonly (readonly Point[])[]
): [xs: number[], ...ys: (number | null)[][]] => {
  const xs = [...new Set(series.flat().map(([x]) => x))].toSorted((a, b) => a - b)
  const columns = series.map((points) => {
    const byX = new Map(points)
    return xs.map((x) => byX.get(x) ?? null)
  })
  return [xs, ...columns]
}
