import { z } from 'zod'
import { Fraction, Timestamp } from './common'

const base = { at: Timestamp, stage: z.string() }

/**
 * One line of a run's `events.jsonl`. The Python writer and this schema are tested on the same
 * fixture, `tests/fixtures/events.jsonl`.
 */
export const TrainerEvent = z.discriminatedUnion('type', [
  z.object({
    ...base,
    type: z.literal('stage'),
    title: z.string(),
    totalSteps: z.int(),
    epochs: z.number(),
    rows: z.int(),
    heldOutRows: z.int(),
    tokens: z.int(),
    settings: z.record(z.string(), z.unknown())
  }),
  z.object({ ...base, type: z.literal('progress'), fraction: Fraction, message: z.string() }),
  z.object({
    ...base,
    type: z.literal('metric'),
    step: z.int(),
    epoch: z.number(),
    split: z.enum(['train', 'heldOut']),
    loss: z.number(),
    learningRate: z.number().nullish(),
    gradientNorm: z.number().nullish(),
    tokensPerSecond: z.number().nullish(),
    tokens: z.int().nullish(),
    rewardMargin: z.number().nullish(),
    preferenceAccuracy: z.number().nullish(),
    memoryMb: z.number().nullish()
  }),
  z.object({
    ...base,
    type: z.literal('sample'),
    step: z.int(),
    prompt: z.string(),
    text: z.string()
  }),
  z.object({
    ...base,
    type: z.literal('checkpoint'),
    step: z.int(),
    path: z.string(),
    best: z.boolean()
  }),
  z.object({ ...base, type: z.literal('warning'), code: z.string(), message: z.string() }),
  z.object({
    ...base,
    type: z.literal('error'),
    code: z.string(),
    message: z.string(),
    remedy: z.string()
  }),
  z.object({
    ...base,
    type: z.literal('done'),
    status: z.enum(['finished', 'stopped']),
    output: z.string(),
    summary: z.record(z.string(), z.number().nullable())
  })
])
export type TrainerEvent = z.infer<typeof TrainerEvent>
