import type { ChatMessage } from '@contract/generation'
import type { RunData } from '@contract/training'
import type { Database } from '../database/schema'
import { heldOutTopics } from './split'
import { listTaught, type Taught } from './taught'

/** Supervised: the last message is the assistant's and alone is learned. */
export type SftRow = { id: string; messages: ChatMessage[] }

/** A ranked group: the prompt once, then its responses. Lower ranks are better, equal ones are tied. */
export type PreferenceRow = {
  id: string
  messages: ChatMessage[]
  responses: string[]
  ranks: number[]
  /** What a reward model is to say of each response, −1 to 1. */
  scores?: number[]
}

export type TrainingRows = {
  data: RunData
  sft: SftRow[]
  sftHeldOut: SftRow[]
  preference: PreferenceRow[]
  preferenceHeldOut: PreferenceRow[]
  /** Groups with a score for each draft. */
  reward: PreferenceRow[]
  rewardHeldOut: PreferenceRow[]
  /** Rankings and pairs by topic, oldest ranking first. */
  topics: { id: string; title: string; rankings: number; pairs: number; heldOut: boolean }[]
  /** Prompts that the trainer answers at intervals, to see the text change. */
  samplePrompts: ChatMessage[][]
}

const SAMPLE_PROMPTS = 2

/**
 * What the rankings and edits that count teach: the drafts to imitate, and a group a ranking.
 * `since` leaves out rankings made before that time.
 */
export async function buildTrainingRows(
  db: Database,
  { personaId, since = null }: { personaId: string | null; since?: number | null }
): Promise<TrainingRows> {
  const all = await listTaught(db, { personaId })
  const taught = all.filter(({ ranking }) => since === null || ranking.createdAt >= since)
  const aside = heldOutTopics(taught.map(({ ranking }) => ranking.topicId))
  const heldOut = taught.filter(({ ranking }) => aside.has(ranking.topicId))
  const training = taught.filter(({ ranking }) => !aside.has(ranking.topicId))
  const sft = training.flatMap(sftRows)
  const reward = training.flatMap(rewardRows)
  return {
    data: {
      rankings: taught.length,
      edits: taught.filter(({ ranking }) => ranking.edited).length,
      pairs: taught.reduce((sum, { pairs }) => sum + pairs.length, 0),
      sftRows: sft.length,
      rewardRows: reward.reduce((sum, { responses }) => sum + responses.length, 0),
      heldOutPairs: heldOut.reduce((sum, { pairs }) => sum + pairs.length, 0),
      heldOutTopics: aside.size
    },
    sft,
    sftHeldOut: heldOut.flatMap(sftRows),
    preference: training.flatMap(preferenceRows),
    preferenceHeldOut: heldOut.flatMap(preferenceRows),
    reward,
    rewardHeldOut: heldOut.flatMap(rewardRows),
    topics: topicsOf(taught, aside),
    samplePrompts: (heldOut.length > 0 ? heldOut : training)
      .slice(0, SAMPLE_PROMPTS)
      .map(({ prompt }) => prompt)
  }
}

const sftRows = ({ sft, prompt, texts }: Taught): SftRow[] =>
  sft.map((id) => ({
    id,
    messages: [...prompt, { role: 'assistant', content: texts.get(id) ?? '' }]
  }))

/** The trainer makes the pairs of a group itself; a group without any prefers nothing. */
const preferenceRows = (taught: Taught): PreferenceRow[] =>
  taught.pairs.length === 0 ? [] : [groupOf(taught)]

const groupOf = ({ ranking, prompt, texts }: Taught): PreferenceRow => ({
  id: ranking.id,
  messages: prompt,
  responses: ranking.groups.flat().map((id) => texts.get(id) ?? ''),
  ranks: ranking.groups.flatMap((group, rank) => group.map(() => rank))
})

/**
 * The same groups with explicit targets: those of a verdict are not even steps. A verdict that
 * accepts all drafts, or none, has scores without pairs: regression learns from it, and Bradley–Terry,
 * which knows pairs alone, leaves it out.
 */
function rewardRows(taught: Taught): PreferenceRow[] {
  if (taught.rewards.length === 0) return []
  const scores = new Map(taught.rewards.map(({ draftId, score }) => [draftId, score]))
  const drafts = taught.ranking.groups.flat()
  return [{ ...groupOf(taught), scores: drafts.map((id) => scores.get(id) ?? 0) }]
}

function topicsOf(taught: readonly Taught[], aside: ReadonlySet<string>): TrainingRows['topics'] {
  const topics = new Map<string, TrainingRows['topics'][number]>()
  for (const { ranking, pairs } of taught) {
    const { topicId: id, topicTitle: title } = ranking
    const known = topics.get(id) ?? { id, title, rankings: 0, pairs: 0, heldOut: aside.has(id) }
    topics.set(id, {
      ...known,
      rankings: known.rankings + 1,
      pairs: known.pairs + pairs.length
    })
  }
  return [...topics.values()]
}
