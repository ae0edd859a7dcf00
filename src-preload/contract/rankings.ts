import { z } from 'zod'
import { Id, Timestamp } from './common'
import { DraftOrigin } from './generation'

/** One topic to rank: its drafts in shuffled order, without a trace of what wrote them. */
export const SittingItem = z.object({
  topicId: Id,
  personaId: Id,
  personaName: z.string(),
  title: z.string(),
  prompt: z.string(),
  /** Seed that shuffled the drafts; stored with the ranking. */
  seed: z.int(),
  drafts: z
    .array(z.object({ id: Id, text: z.string(), words: z.int() }))
    .min(2)
    .max(4)
})
export type SittingItem = z.infer<typeof SittingItem>

export const Ranking = z.object({
  id: Id,
  topicId: Id,
  topicTitle: z.string(),
  personaName: z.string(),
  /** Draft ids from best to worst; drafts in one group are tied. */
  groups: z.array(z.array(Id)),
  pairs: z.int(),
  createdAt: Timestamp
})
export type Ranking = z.infer<typeof Ranking>

export const rankingCalls = {
  /** The topics that wait to be ranked, in the order of the sitting. */
  'rankings.sitting': {
    input: z.object({ personaId: Id.nullable().default(null) }),
    output: z.object({ topicIds: z.array(Id) })
  },
  'rankings.item': { input: z.object({ topicId: Id }), output: SittingItem },
  /**
   * Stores the person's order. It is on disk when this answers. Refused with `conflict` when the
   * groups are not exactly the drafts that were shown.
   */
  'rankings.submit': {
    input: z.object({
      topicId: Id,
      groups: z.array(z.array(Id).min(1)).min(1).max(4),
      /** Draft ids from left to right as they stood on the screen. */
      presentation: z.array(Id).min(2).max(4),
      seed: z.int(),
      elapsedMs: z.int().nonnegative(),
      /** The person's rewrite of one of the drafts: becomes the answer to learn. */
      edit: z
        .object({ draftId: Id, text: z.string().trim().min(1, 'The edited draft is empty.') })
        .nullable()
        .default(null)
    }),
    output: z.object({
      ranking: Ranking,
      /** By draft id: revealed only now. */
      origins: z.record(Id, DraftOrigin)
    })
  },
  /** Takes the ranking (and its edit) back; the topic waits to be ranked again. History is kept. */
  'rankings.undo': { input: z.object({ id: Id }), output: z.object({ topicId: Id }) },
  'rankings.recent': {
    input: z.object({ limit: z.int().min(1).max(200).default(20) }),
    output: z.array(Ranking)
  }
}
