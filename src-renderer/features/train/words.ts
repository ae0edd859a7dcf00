import type { Job } from '@contract/jobs'
import type { TrainerEvent } from '@contract/trainer-events'
import type { Run, RunData } from '@contract/training'
import { capital, count } from '../../ui/words'
import type { StageSeries } from './series'

/** “SFT” and “DPO”, explained once where they are used. */
export const stageLabel = (name: string): string =>
  name === 'sft' ? 'SFT' : name === 'dpo' ? 'DPO' : name === 'reward' ? 'Reward model' : name

/** The stages that the job will go through, in order. */
export const plannedStages = (job: Job | undefined, stages: readonly StageSeries[]): string[] => {
  const planned = job?.steps
    .map(({ name }) => name)
    .filter((name) => ['sft', 'dpo', 'reward'].includes(name))
  return planned && planned.length > 0 ? planned : stages.map(({ name }) => name)
}

/** “104 rankings, 308 pairs, 12 edits”. */
export const dataLine = ({ rankings, pairs, edits }: RunData): string =>
  [count(rankings, 'ranking'), count(pairs, 'pair'), edits > 0 && count(edits, 'edit')]
    .filter(Boolean)
    .join(', ')

/** “Imitate, then prefer”; null where the settings were not kept. */
export const methodLine = ({ settings }: Run): string | null => {
  if (settings === null) return null
  const words = settings.stages.map(
    (stage) => ({ sft: 'imitate', dpo: 'prefer', reward: 'score' })[stage]
  )
  return capital(words.join(', then '))
}

/** The last loss on the held-out topics, `0.377`; without those `0.302 train`. */
export const lossLine = ({ sft, dpo, reward }: Run): string | null => {
  const last = dpo ?? sft ?? reward
  if (!last) return null
  return last.heldOutLoss === null
    ? `${last.lastLoss.toFixed(3)} train`
    : last.heldOutLoss.toFixed(3)
}

/** “84%” of the held-out pairs, when the run has measured it. */
export const accuracyLine = ({ dpo, reward }: Run): string | null => {
  const accuracy = (dpo ?? reward)?.preferenceAccuracy ?? null
  return accuracy === null ? null : `${Math.round(accuracy * 100)}%`
}

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
