import { z } from 'zod'
import { ErrorEnvelope } from './errors'
import { Id, Timestamp } from './common'
import { DraftOrigin, Sampling, Writer } from './generation'

export const Draft = z.object({
  id: Id,
  topicId: Id,
  /** Position among the drafts of its writing, from 0. */
  variantIndex: z.int(),
  text: z.string(),
  words: z.int(),
  /** The draft that this one is an edit of. */
  parentDraftId: Id.nullable(),
  /** True when the person stopped it or the token limit cut it off. */
  cutShort: z.boolean(),
  /** Null until the topic is ranked: ranking is blind. */
  origin: DraftOrigin.nullable(),
  createdAt: Timestamp
})
export type Draft = z.infer<typeof Draft>

/** One column of a topic being written. */
export const WritingSlot = z.object({
  index: z.int(),
  state: z.enum(['waiting', 'writing', 'done', 'failed']),
  text: z.string(),
  error: ErrorEnvelope.nullable()
})
export type WritingSlot = z.infer<typeof WritingSlot>

/** A topic being written, whole each time, at most 20 times a second. */
export const WritingSnapshot = z.object({
  topicId: Id,
  jobId: Id,
  slots: z.array(WritingSlot),
  /** All drafts together: the speed of one would give its model away. */
  tokensPerSecond: z.number().nullable(),
  tokens: z.int(),
  /** What the drafts that are being written may come to, all together. */
  tokenLimit: z.int()
})
export type WritingSnapshot = z.infer<typeof WritingSnapshot>

/**
 * One writing of a topic; an older one stays in the topic's history. A draft that another took the
 * place of is a set of its own there.
 */
export const DraftSet = z.object({
  id: Id,
  createdAt: Timestamp,
  ranked: z.boolean(),
  drafts: z.array(Draft)
})
export type DraftSet = z.infer<typeof DraftSet>

export const draftCalls = {
  /** The drafts of the topic's latest writing, by variant index; edits are left to the ranking. */
  'drafts.list': { input: z.object({ topicId: Id }), output: z.array(Draft) },
  /** Starts one job that writes drafts for each of the topics. */
  'drafts.write': {
    input: z.object({
      topicIds: z.array(Id).min(1, 'Choose at least one topic.').max(10_000),
      count: z.int().min(2).max(4).optional(),
      writer: Writer.optional(),
      sampling: Sampling.optional(),
      /** Seed of the first draft; the others follow from it. Random when left out. */
      seed: z.int().min(0).max(0x7fffffff).optional()
    }),
    output: z.object({ jobId: Id })
  },
  /**
   * Writes one draft of the latest set anew, or the one that failed; the others stay. Refused with
   * `conflict` once the set is ranked.
   */
  'drafts.writeAgain': {
    input: z.object({
      topicId: Id,
      index: z.int().min(0).max(3),
      writer: Writer.optional(),
      sampling: Sampling.optional()
    }),
    output: z.object({ jobId: Id })
  },
  /**
   * What the topic's latest drafts cost, all together: one draft's own would give its model away.
   * Null without drafts of a model; a count is null where an engine does not count for us.
   */
  'drafts.cost': {
    input: z.object({ topicId: Id }),
    output: z
      .object({ promptTokens: z.int().nullable(), completionTokens: z.int().nullable() })
      .nullable()
  },
  /**
   * The topic's earlier sets, newest first, without the latest; the edit that a ranking made stands
   * last in its set.
   */
  'drafts.history': { input: z.object({ topicId: Id }), output: z.array(DraftSet) },
  /** The writing in progress for the topic, if there is one. */
  'drafts.writing': {
    input: z.object({ topicId: Id }),
    output: WritingSnapshot.nullable()
  }
}
