import type { ChatMessage } from '@contract/generation'
import type { Tag } from '@contract/personas'
import type { RunData } from '@contract/training'
import { fromJson, type Database } from '../database/schema'
import { listDraftsByIds } from '../drafts/repository'
import { messagesFor } from '../personas/prompt'
import { orderedPairs } from '../rankings/pairs'
import { listCurrentRankings } from '../rankings/repository'
import { heldOutTopics } from './split'

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

/** What the current rankings and edits teach: one SFT row and one ranked group a ranking. */
export async function buildTrainingRows(
  db: Database,
  { personaId }: { personaId: string | null }
): Promise<TrainingRows> {
  const rows = await rankedRows(db, personaId)
  const aside = heldOutTopics(rows.map(({ topicId }) => topicId))
  const heldOut = rows.filter(({ topicId }) => aside.has(topicId))
  const training = rows.filter(({ topicId }) => !aside.has(topicId))
  return {
    data: {
      rankings: rows.length,
      edits: rows.filter(({ edited }) => edited).length,
      pairs: rows.reduce((sum, { pairs }) => sum + pairs, 0),
      sftRows: training.filter(({ sft }) => sft !== null).length,
      heldOutTopics: aside.size
    },
    sft: training.flatMap(({ sft }) => sft ?? []),
    sftHeldOut: heldOut.flatMap(({ sft }) => sft ?? []),
    preference: training.flatMap(({ preference }) => preference ?? []),
    preferenceHeldOut: heldOut.flatMap(({ preference }) => preference ?? []),
    samplePrompts: (heldOut.length > 0 ? heldOut : training)
      .slice(0, SAMPLE_PROMPTS)
      .map(({ prompt }) => prompt)
  }
}

async function rankedRows(db: Database, personaId: string | null) {
  const rankings = await listCurrentRankings(db, personaId)
  const voices = await voicesById(db)
  const texts = await textsById(
    db,
    rankings.flatMap(({ groups }) => groups.flat())
  )
  return rankings.flatMap((ranking) => {
    const voice = voices.get(ranking.personaId)
    if (!voice) return []
    const prompt = messagesFor(voice, ranking.prompt)
    const groups = ranking.groups.map((group) => group.map((id) => texts.get(id) ?? ''))
    const best = groups[0]
    const pairs = orderedPairs(groups).length
    return [
      {
        topicId: ranking.topicId,
        edited: ranking.editDraftId !== null,
        pairs,
        prompt,
        // Where all are tied, none is the one to imitate.
        sft:
          best?.length === 1 && best[0] !== undefined
            ? { id: ranking.id, messages: [...prompt, answer(best[0])] }
            : null,
        preference:
          pairs === 0
            ? null
            : {
                id: ranking.id,
                messages: prompt,
                responses: groups.flat(),
                ranks: groups.flatMap((group, rank) => group.map(() => rank))
              }
      }
    ]
  })
}

const answer = (content: string): ChatMessage => ({ role: 'assistant', content })

async function voicesById(db: Database) {
  const rows = await db.selectFrom('personas').selectAll().execute()
  return new Map(
    rows.map((row) => [
      row.id,
      { name: row.name, description: row.description, tags: fromJson<Tag[]>(row.tags) }
    ])
  )
}

async function textsById(db: Database, ids: string[]): Promise<Map<string, string>> {
  const texts = new Map<string, string>()
  // SQLite takes at most 32,766 parameters in one statement.
  for (let start = 0; start < ids.length; start += 10_000) {
    const rows = await listDraftsByIds(db, ids.slice(start, start + 10_000))
    for (const { id, text } of rows) texts.set(id, text)
  }
  return texts
}
