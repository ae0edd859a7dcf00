import { z } from 'zod'
import { Fraction, Id } from './common'
import { Rate } from './rankings'

/** Whether a run learned, and how we know. */
export const Verdict = z.object({
  /** Clear only where the whole interval of the held-out pairs lies on one side of chance. */
  learned: z.enum(['yes', 'no', 'unclear', 'unmeasured']),
  /** Held-out pairs it gets right, with the 95% interval. */
  heldOut: Rate.nullable(),
  /** Its answers to the sample prompts, the first time they were asked and the last. */
  samples: z
    .object({
      pairs: z.array(z.object({ prompt: z.string(), first: z.string(), last: z.string() })),
      changed: z.int(),
      firstWords: z.int(),
      lastWords: z.int()
    })
    .nullable(),
  sentences: z.array(z.string())
})
export type Verdict = z.infer<typeof Verdict>

/** Runs side by side; lists are in the order of the ids that were asked. */
export const Comparison = z.object({
  /** Settings and facts that are not the same in all runs, by their path: `dpo.beta`. */
  differences: z.array(z.object({ key: z.string(), values: z.array(z.string().nullable()) })),
  curves: z.array(
    z.object({
      runId: Id,
      /** Held-out figures; `share` is how far the stage had come. */
      points: z.array(
        z.object({
          stage: z.string(),
          step: z.int(),
          share: Fraction,
          loss: z.number(),
          preferenceAccuracy: z.number().nullable()
        })
      )
    })
  ),
  /** The last answer to each prompt; null of a run that was not asked it. */
  samples: z.array(z.object({ prompt: z.string(), texts: z.array(z.string().nullable()) }))
})
export type Comparison = z.infer<typeof Comparison>

export const RunSize = z.object({
  totalBytes: z.int(),
  /** Of it, what only serves to continue the run. */
  checkpointBytes: z.int(),
  /** Models that were exported from it; they stay. */
  models: z.array(z.string())
})
export type RunSize = z.infer<typeof RunSize>
