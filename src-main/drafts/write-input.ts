import { z } from 'zod'
import { Sampling, Writer } from '@contract/generation'

/** What a job that writes drafts was started with: enough to continue it after a restart. */
export const WriteInput = z.object({
  /** The id of the job: names the set of drafts that it writes for each topic. */
  setId: z.string(),
  topicIds: z.array(z.string()),
  count: z.int(),
  /** Of the personas that have none of their own; null only where each has one. */
  writer: Writer.nullable(),
  sampling: Sampling,
  seed: z.int(),
  /** By persona: its own writer and number of drafts, as they were when the job was asked for. */
  own: z.record(z.string(), z.object({ writer: Writer, count: z.int() })).default({}),
  /** One draft alone is written anew, in the set where it stands. */
  again: z
    .object({
      setId: z.string(),
      index: z.int(),
      /** The draft that it takes the place of; null where the place is empty. */
      replaces: z.string().nullable()
    })
    .nullable()
    .default(null)
})
export type WriteInput = z.infer<typeof WriteInput>

/** Topics of one batch differ in their seeds, or equal prompts would get equal drafts. */
export const seedOf = ({ seed, topicIds }: WriteInput, topicId: string): number =>
  (seed + topicIds.indexOf(topicId) * 7919) % 0x7fffffff
