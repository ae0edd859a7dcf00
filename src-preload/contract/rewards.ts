import { z } from 'zod'
import { Id } from './common'
import { Rate } from './rankings'

/** What a reward model thinks of a topic's latest drafts. */
export const Pick = z.discriminatedUnion('state', [
  /** No run has trained a reward model yet. */
  z.object({ state: z.literal('noModel') }),
  /** There is one, but its files are gone from their place. */
  z.object({ state: z.literal('filesMissing'), modelName: z.string() }),
  /** The topic is not ranked: a score would give an opinion before the person has one. */
  z.object({ state: z.literal('hidden'), modelId: Id, modelName: z.string() }),
  /** `rewards.score` has to be asked first. */
  z.object({ state: z.literal('unscored'), modelId: Id, modelName: z.string() }),
  z.object({
    state: z.literal('scored'),
    modelId: Id,
    modelName: z.string(),
    /** Best first. About 1 for the best of a ranking, −1 for the worst, where it was regression. */
    drafts: z.array(z.object({ draftId: Id, score: z.number() })),
    /** The draft it picks. */
    best: Id,
    /** By how much it leads the second; small means the model cannot tell. Null of one draft. */
    lead: z.number().nullable(),
    /** How often it agrees with the person, in pairs of topics held out from its training. */
    heldOut: Rate.nullable()
  })
])
export type Pick = z.infer<typeof Pick>

/** How often a persona's reward model orders drafts as the person does. */
export const RewardAgreement = z.object({
  modelName: z.string(),
  /** In pairs of topics that were held out from its training; null where none was. */
  heldOut: Rate.nullable()
})
export type RewardAgreement = z.infer<typeof RewardAgreement>

/** Below this lead, in the units of a score, the first two drafts are as good as tied. */
export const CLEAR_LEAD = 0.1

const topicIds = z.array(Id).min(1).max(500)

export const rewardCalls = {
  /**
   * Has a reward model score the latest drafts of these topics, as a job. The newest one trained for
   * the persona is taken where none is named.
   */
  'rewards.score': {
    input: z.object({ topicIds, modelId: Id.optional() }),
    output: z.object({ jobId: Id })
  },
  /**
   * Best of n: the scores of a topic's latest drafts, as far as they are known. Before the topic is
   * ranked they are shown only when `reveal` says that the person asked for them.
   */
  'rewards.pick': {
    input: z.object({ topicId: Id, modelId: Id.optional(), reveal: z.boolean().default(false) }),
    output: Pick
  },
  /** The picks of many topics at once, for a person who asked for them before ranking. */
  'rewards.picks': {
    input: z.object({ topicIds, modelId: Id.optional() }),
    output: z.array(z.object({ topicId: Id, title: z.string(), ranked: z.boolean(), pick: Pick }))
  },
  /** Of the newest reward model that learned from this persona; null without one. */
  'rewards.agreement': {
    input: z.object({ personaId: Id }),
    output: RewardAgreement.nullable()
  },
  /**
   * The person accepts these drafts, and so rejects the others of their topics: rankings like any
   * other, to be taken back with `rankings.undo`. Topics that were ranked or written anew meanwhile
   * are left as they are, and counted.
   */
  'rewards.accept': {
    input: z.object({
      picks: z
        .array(z.object({ topicId: Id, draftId: Id }))
        .min(1)
        .max(500),
      /** How long the person looked at them, milliseconds. */
      elapsedMs: z.int().nonnegative()
    }),
    output: z.object({ rankingIds: z.array(Id), skipped: z.int() })
  }
}
