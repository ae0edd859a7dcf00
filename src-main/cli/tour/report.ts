import type { ErrorEnvelope } from '@contract/errors'
import type { StageSummary } from '@contract/training'

/** What held-out drafts of one moment came to: the share of them that pass the rule. */
export type Score = {
  score: number
  /** Shares of the topic's drafts, their mean words, and the first of them. */
  perTopic: { topic: string; score: number; opens: number; words: number; example: string }[]
}

type Stage = Pick<StageSummary, 'firstLoss' | 'lastLoss' | 'tokensPerSecond'>

/** `tour-report.json`. Durations in seconds, loss in nats a token, memory in MiB. */
export type TourReport = {
  /** True only when the taste was learned and the canary agrees. */
  ok: boolean
  startedAt: string
  durations: { prepare: number; generate: number; train: number; export: number; total: number }
  drafts: number
  rankings: number
  edits: number
  pairs: number
  training: {
    sft: Stage
    dpo: Stage & { preferenceAccuracy: number | null }
  }
  export: { ggufPath: string; quantization: string; canaryAgrees: boolean }
  before: Score
  after: Score
  /** Of the largest process. */
  peakMemoryMb: number
}

/** What is left of a tour that did not reach its end. */
export type FailedTour = { ok: false; error: ErrorEnvelope }

/** The taste counts as learned when the held-out score has risen by at least half of the scale. */
export const LEARNED = 0.5

export const hasLearned = (before: Score, after: Score): boolean =>
  after.score - before.score >= LEARNED
