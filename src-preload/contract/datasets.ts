import { z } from 'zod'
import { Id } from './common'
import { ChatMessage } from './generation'

/** What one ranking teaches. */
export const TaughtRows = z.object({
  rankingId: Id,
  /** The prompt that all rows share: the persona as system message, then the topic. */
  prompt: z.array(ChatMessage),
  /** Every draft that takes part, an edit included, best first. */
  drafts: z.array(
    z.object({
      id: Id,
      text: z.string(),
      /** The person's edit of another draft. */
      edited: z.boolean(),
      /** The draft that it is an edit of. */
      editOf: Id.nullable()
    })
  ),
  /** Preference pairs for DPO. */
  pairs: z.array(z.object({ better: Id, worse: Id })),
  /** The drafts that become answers to imitate: one supervised row each. */
  sft: z.array(Id),
  /**
   * Targets of the reward model. Of an order: +1 the best, −1 the worst, even steps between, tied
   * drafts the mean of their places, and none where all are tied. Of a verdict: +1 accepted, −1
   * rejected. An edit is +1.
   */
  rewards: z.array(z.object({ draftId: Id, score: z.number().min(-1).max(1) }))
})
export type TaughtRows = z.infer<typeof TaughtRows>

export const datasetCalls = {
  /** What the topic's current ranking became; null while it has none. */
  'datasets.ofTopic': { input: z.object({ topicId: Id }), output: TaughtRows.nullable() },
  /** What all current rankings come to. */
  'datasets.counts': {
    input: z.object({ personaId: Id.nullable().default(null) }),
    output: z.object({
      rankings: z.int(),
      edits: z.int(),
      pairs: z.int(),
      sftRows: z.int(),
      rewardRows: z.int()
    })
  },
  /**
   * Three files of JSON lines for other trainers, into a folder: `export_sft.jsonl` (instruction,
   * output), `export_dpo.jsonl` (instruction, chosen, rejected), `export_rm.jsonl` (instruction,
   * response, reward).
   */
  'datasets.export': {
    input: z.object({
      personaId: Id.nullable().default(null),
      folder: z.string().min(1, 'Name the folder that the files go to.'),
      /** Otherwise a file that is there is refused with `conflict`. */
      overwrite: z.boolean().default(false)
    }),
    output: z.object({ files: z.array(z.object({ path: z.string(), rows: z.int() })) })
  }
}
