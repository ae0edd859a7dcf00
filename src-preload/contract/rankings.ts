import { z } from 'zod'
import { Fraction, Id, Nothing, Timestamp } from './common'
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

export const Comment = z.object({
  id: Id,
  topicId: Id,
  /** Null for one on the topic as a whole. */
  draftId: Id.nullable(),
  text: z.string(),
  createdAt: Timestamp
})
export type Comment = z.infer<typeof Comment>

const commentText = z
  .string()
  .trim()
  .min(1, 'The comment is empty.')
  .max(4000, 'A comment is at most 4,000 characters.')

/** A share with its 95% Wilson interval. */
export const Rate = z.object({
  hits: z.int(),
  of: z.int(),
  share: Fraction,
  low: Fraction,
  high: Fraction
})
export type Rate = z.infer<typeof Rate>

/** How steadily a person ranks. */
export const Judgement = z.object({
  rankings: z.int(),
  medianMs: z.int().nullable(),
  /** Pairs ordered alike when a topic came back, of those ordered both times; null until one did. */
  agreement: Rate.nullable(),
  /**
   * How often the draft at the far left was best, and how often chance alone would make it so.
   * Verdicts, and orders with a tie at the top, have no best and are left out; null until one has.
   */
  firstPosition: Rate.extend({ byChance: Fraction }).nullable()
})
export type Judgement = z.infer<typeof Judgement>

export const Ranking = z.object({
  id: Id,
  topicId: Id,
  topicTitle: z.string(),
  personaName: z.string(),
  /** Draft ids from best to worst; drafts in one group are tied. */
  groups: z.array(z.array(Id)),
  pairs: z.int(),
  /** The drafts that were accepted, when the person accepted and rejected instead of ordering. */
  accepted: z.array(Id).nullable(),
  edited: z.boolean(),
  createdAt: Timestamp
})
export type Ranking = z.infer<typeof Ranking>

export const rankingCalls = {
  /**
   * The topics of a sitting in order: those that wait, and among them about one in twenty of those
   * ranked days ago, which nothing in the window tells from the others.
   */
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
      /** Accept or reject instead of an order: `groups` then holds these before the rejected ones. */
      accepted: z.array(Id).max(4).nullable().default(null),
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
      origins: z.record(Id, DraftOrigin),
      /**
       * When the topic had come back to be ranked again: how the person saw it the first time. Such a
       * ranking is measured and not learned from: the first one stays in force, unless this one holds
       * an edit, which takes its place. `pairs` are those that both rankings put in an order.
       */
      repeat: z.object({ rankedAt: Timestamp, pairs: z.int(), agreed: z.int() }).nullable()
    })
  },
  /** Takes the ranking (and its edit) back; the topic waits to be ranked again. History is kept. */
  'rankings.undo': { input: z.object({ id: Id }), output: z.object({ topicId: Id }) },
  /**
   * Puts back what `rankings.undo` took away. Refused with `conflict` when the topic was ranked again
   * meanwhile.
   */
  'rankings.restore': { input: z.object({ id: Id }), output: Ranking },
  /** The ranking that counts for the topic's latest drafts. */
  'rankings.ofTopic': { input: z.object({ topicId: Id }), output: Ranking.nullable() },
  'rankings.judgement': {
    input: z.object({ personaId: Id.nullable().default(null) }),
    output: Judgement
  },
  /** Oldest first. */
  'comments.list': { input: z.object({ topicId: Id }), output: z.array(Comment) },
  'comments.add': {
    input: z.object({ topicId: Id, draftId: Id.nullable(), text: commentText }),
    output: Comment
  },
  'comments.edit': { input: z.object({ id: Id, text: commentText }), output: Comment },
  'comments.delete': { input: z.object({ id: Id }), output: Nothing },
  'comments.restore': { input: z.object({ id: Id }), output: Comment },
  'rankings.recent': {
    input: z.object({ limit: z.int().min(1).max(200).default(20) }),
    output: z.array(Ranking)
  }
}
