import type { TrainerEvent } from '@contract/trainer-events'
import type { Point } from '../../ui/chart-data'

type Metric = Extract<TrainerEvent, { type: 'metric' }>

/** The figures of one stage, such as SFT or DPO, in the order of its steps. */
export type StageSeries = {
  name: string
  title: string
  totalSteps: number
  epochs: number
  rows: number
  heldOutRows: number
  trainLoss: readonly Point[]
  evalLoss: readonly Point[]
  margin: readonly Point[]
  evalMargin: readonly Point[]
  accuracy: readonly Point[]
  evalAccuracy: readonly Point[]
  gradientNorm: readonly Point[]
  learningRate: readonly Point[]
  /** Tokens per second. */
  speed: readonly Point[]
  last: Metric | null
  /** Milliseconds a step took, over the newest steps; null before the second. */
  msPerStep: number | null
}

export type RunSeries = {
  stages: readonly StageSeries[]
  /** What the trainer does when it is not counting steps. */
  message: string | null
  events: readonly TrainerEvent[]
}

export const noSeries: RunSeries = { stages: [], message: null, events: [] }

/** Takes new events in. A stage that is continued after a stop replaces the steps it does again. */
export const addEvents = (series: RunSeries, events: readonly TrainerEvent[]): RunSeries => {
  const known = new Set(series.events.map(keyOf))
  const fresh = events.filter((event) => !known.has(keyOf(event)))
  if (fresh.length === 0) return series
  return fresh.reduce(addEvent, { ...series, events: [...series.events, ...fresh] })
}

const addEvent = (series: RunSeries, event: TrainerEvent): RunSeries => {
  switch (event.type) {
    case 'stage':
      return { ...series, message: event.title, stages: withStage(series.stages, event) }
    case 'progress':
      return { ...series, message: event.message }
    case 'metric':
      return {
        ...series,
        message: null,
        stages: series.stages.map((stage) =>
          stage.name === event.stage ? withMetric(stage, event) : stage
        )
      }
    case 'sample':
    case 'checkpoint':
    case 'warning':
    case 'error':
    case 'done':
      return series
  }
}

const withStage = (
  stages: readonly StageSeries[],
  {
    stage: name,
    title,
    totalSteps,
    epochs,
    rows,
    heldOutRows
  }: Extract<TrainerEvent, { type: 'stage' }>
): StageSeries[] => {
  const plan = { name, title, totalSteps, epochs, rows, heldOutRows }
  const again = stages.some((stage) => stage.name === name)
  if (again) return stages.map((stage) => (stage.name === name ? { ...stage, ...plan } : stage))
  return [...stages, { ...emptyStage, ...plan }]
}

const withMetric = (stage: StageSeries, metric: Metric): StageSeries => {
  const point = (points: readonly Point[], y: number | null | undefined): readonly Point[] =>
    y == null ? points : [...before(points, metric.step), [metric.step, y]]
  if (metric.split === 'heldOut') {
    return {
      ...stage,
      evalLoss: point(stage.evalLoss, metric.loss),
      evalMargin: point(stage.evalMargin, metric.rewardMargin),
      evalAccuracy: point(stage.evalAccuracy, metric.preferenceAccuracy)
    }
  }
  return {
    ...stage,
    trainLoss: point(stage.trainLoss, metric.loss),
    margin: point(stage.margin, metric.rewardMargin),
    accuracy: point(stage.accuracy, metric.preferenceAccuracy),
    gradientNorm: point(stage.gradientNorm, metric.gradientNorm),
    learningRate: point(stage.learningRate, metric.learningRate),
    speed: point(stage.speed, metric.tokensPerSecond),
    last: metric,
    msPerStep: pace(stage, metric)
  }
}

const before = (points: readonly Point[], step: number): readonly Point[] => {
  const last = points.at(-1)
  return last && last[0] >= step ? points.filter(([x]) => x < step) : points
}

/** A running mean, so that one slow step does not move the estimate; a pause between runs is no step. */
const pace = ({ last, msPerStep }: StageSeries, metric: Metric): number | null => {
  if (!last || metric.step <= last.step) return msPerStep
  const ms = (metric.at - last.at) / (metric.step - last.step)
  return msPerStep === null ? ms : msPerStep + (Math.min(ms, msPerStep * 4) - msPerStep) * 0.2
}

/** The file is read and followed at the same time, so the same line can come twice. */
const keyOf = (event: TrainerEvent): string =>
  [
    event.type,
    event.stage,
    event.at,
    'step' in event ? event.step : '',
    'split' in event ? event.split : '',
    'message' in event ? event.message : ''
  ].join('|')

const emptyStage: StageSeries = {
  name: '',
  title: '',
  totalSteps: 0,
  epochs: 0,
  rows: 0,
  heldOutRows: 0,
  trainLoss: [],
  evalLoss: [],
  margin: [],
  evalMargin: [],
  accuracy: [],
  evalAccuracy: [],
  gradientNorm: [],
  learningRate: [],
  speed: [],
  last: null,
  msPerStep: null
}
