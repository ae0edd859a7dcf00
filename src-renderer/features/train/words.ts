import type { Job } from '@contract/jobs'
import type { TrainerEvent } from '@contract/trainer-events'
import type { Preset, Run, RunData } from '@contract/training'
import { count } from '../../ui/words'
import type { StageSeries } from './series'

/** “SFT” and “DPO”, explained once where they are used. */
export const stageLabel = (name: string): string =>
  name === 'sft' ? 'SFT' : name === 'dpo' ? 'DPO' : name

/** The stages that the job will go through, in order. */
export const plannedStages = (job: Job | undefined, stages: readonly StageSeries[]): string[] => {
  const planned = job?.steps.map(({ name }) => name).filter((name) => ['sft', 'dpo'].includes(name))
  return planned && planned.length > 0 ? planned : stages.map(({ name }) => name)
}

/** “104 rankings, 308 pairs, 12 edits”. */
export const dataLine = ({ rankings, pairs, edits }: RunData): string =>
  [count(rankings, 'ranking'), count(pairs, 'pair'), edits > 0 && count(edits, 'edit')]
    .filter(Boolean)
    .join(', ')

/** The newest loss figure of a run: “0.302 train, 0.377 eval”. */
export const lossLine = ({ sft, dpo }: Run): string | null => {
  const last = dpo ?? sft
  if (!last) return null
  const held = last.heldOutLoss === null ? '' : `, ${last.heldOutLoss.toFixed(3)} eval`
  return `${last.lastLoss.toFixed(3)} train${held}`
}

/** “84%” of the held-out pairs, when the run has measured it. */
export const accuracyLine = ({ dpo }: Run): string | null =>
  dpo?.preferenceAccuracy == null ? null : `${Math.round(dpo.preferenceAccuracy * 100)}%`

export const presets: { value: Preset; label: string; text: string; figures: string }[] = [
  {
    value: 'gentle',
    label: 'Gentle',
    text: 'Half the learning rate, for a taste that overshoots.',
    figures: 'SFT 2.5e-4, DPO 1e-4'
  },
  {
    value: 'recommended',
    label: 'Recommended',
    text: 'Moves a small model clearly with two dozen rankings, and costs little elsewhere.',
    figures: 'SFT 5e-4, DPO 2e-4'
  },
  {
    value: 'strong',
    label: 'Strong',
    text: 'For noisy or faint tastes. Follows them further and forgets more of everything else.',
    figures: 'SFT 1e-3, DPO 3e-4'
  }
]

/** One line of the log: the hour, what happened, and whether it needs a look. */
export type LogLine = { at: number; text: string; tone: 'plain' | 'warn' | 'stop' }

export const logLine = (event: TrainerEvent): LogLine => {
  const line = (text: string, tone: LogLine['tone'] = 'plain') => ({ at: event.at, text, tone })
  switch (event.type) {
    case 'stage':
      return line(`${stageLabel(event.stage)}  ${event.title}, ${event.totalSteps} steps`)
    case 'progress':
      return line(event.message)
    case 'metric':
      return line(figures(event))
    case 'sample':
      return line(`step ${event.step}  sample  ${event.text.split('\n')[0] ?? ''}`)
    case 'checkpoint':
      return line(`step ${event.step}  checkpoint kept${event.best ? ', the best so far' : ''}`)
    case 'warning':
      return line(event.message, 'warn')
    case 'error':
      return line(`${event.message} ${event.remedy}`, 'stop')
    case 'done':
      return line(event.status === 'finished' ? 'finished' : 'stopped, checkpoint kept')
  }
}

const figures = (metric: Extract<TrainerEvent, { type: 'metric' }>): string =>
  [
    `step ${metric.step}`,
    `${metric.split === 'train' ? 'loss' : 'eval'} ${metric.loss.toFixed(3)}`,
    metric.rewardMargin == null ? null : `margin ${metric.rewardMargin.toFixed(2)}`,
    metric.preferenceAccuracy == null ? null : `accuracy ${metric.preferenceAccuracy.toFixed(2)}`,
    metric.tokensPerSecond == null ? null : `${Math.round(metric.tokensPerSecond)} tok/s`
  ]
    .filter(Boolean)
    .join('  ')

/** `14:48:51`. */
export const clock = (at: number): string => new Date(at).toLocaleTimeString('en-GB')
