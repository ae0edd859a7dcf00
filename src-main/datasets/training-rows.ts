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
}

export type TrainingRows = {
  data: RunData
  sft: SftRow[]
  sftHeldOut: SftRow[]
  preference: PreferenceRow[]
  preferenceHeldOut: PreferenceRow[]
  /** Prompts that the trainer answers at intervals, to see the text change. */
  samplePrompts: ChatMessage[][]
}

const SAMPLE_PROMPTS = 2

/** What the rankings and edits that count teach: the drafts to imitate, and a group a ranking. */
export async function buildTrainingRows(
  db: Database,
  { personaId }: { personaId: string | null }
): Promise<TrainingRows> {
  const taught = await listTaught(db, { personaId })
  const aside = heldOutTopics(taught.map(({ ranking }) => ranking.topicId))
  const heldOut = taught.filter(({ ranking }) => aside.has(ranking.topicId))
  const training = taught.filter(({ ranking }) => !aside.has(ranking.topicId))
  const sft = training.flatMap(sftRows)
  return {
    data: {
      rankings: taught.length,
      edits: taught.filter(({ ranking }) => ranking.edited).length,
      pairs: taught.reduce((sum, { pairs }) => sum + pairs.length, 0),
      sftRows: sft.length,
      heldOutTopics: aside.size
    },
    sft,
    sftHeldOut: heldOut.flatMap(sftRows),
    preference: training.flatMap(preferenceRows),
    preferenceHeldOut: heldOut.flatMap(preferenceRows),
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

/** The trainer makes the pairs of a group itself; a group without any teaches nothing. */
function preferenceRows({ ranking, pairs, prompt, texts }: Taught): PreferenceRow[] {
  if (pairs.length === 0) return []
  return [
    {
      id: ranking.id,
      messages: prompt,
      responses: ranking.groups.flat().map((id) => texts.get(id) ?? ''),
      ranks: ranking.groups.flatMap((group, rank) => group.map(() => rank))
    }
  ]
}
