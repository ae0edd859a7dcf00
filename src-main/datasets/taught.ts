import type { CallOutput } from '@contract/calls'
import type { TaughtRows } from '@contract/datasets'
import type { ChatMessage } from '@contract/generation'
import type { Voice } from '@contract/system-message'
import type { Database, Schema } from '../database/schema'
import { listDraftsByIds } from '../drafts/repository'
import { messagesFor } from '../personas/prompt'
import { voiceOf } from '../personas/repository'
import {
  findTopicRanking,
  listCountingRankings,
  type CountingRanking
} from '../rankings/repository'
import { teachingOf, type Teaching } from './teaching'

/** A ranking that counts, with what it teaches in full text. */
export type Taught = Teaching & {
  ranking: CountingRanking
  prompt: ChatMessage[]
  texts: ReadonlyMap<string, string>
}

/** What all rankings that count teach, oldest first. */
export async function listTaught(
  db: Database,
  { personaId }: { personaId: string | null }
): Promise<Taught[]> {
  const rankings = await listCountingRankings(db, { personaId })
  const voices = await voicesById(db)
  const drafts = await draftsOf(db, rankings)
  const texts = new Map(drafts.map(({ id, text }) => [id, text]))
  return rankings.flatMap((ranking) => {
    const voice = voices.get(ranking.personaId)
    if (!voice) return []
    return [{ ...teachingOf(ranking), ranking, prompt: messagesFor(voice, ranking.prompt), texts }]
  })
}

/** What the ranking of the topic's latest drafts became. */
export async function taughtByTopic(db: Database, topicId: string): Promise<TaughtRows | null> {
  const current = await findTopicRanking(db, topicId)
  if (!current) return null
  const [ranking] = await listCountingRankings(db, { id: current.id })
  const voice = ranking && (await voicesById(db)).get(ranking.personaId)
  if (!ranking || !voice) return null
  const drafts = new Map((await draftsOf(db, [ranking])).map((draft) => [draft.id, draft]))
  return {
    rankingId: ranking.id,
    prompt: messagesFor(voice, ranking.prompt),
    drafts: ranking.groups.flat().flatMap((id) => {
      const draft = drafts.get(id)
      if (!draft) return []
      const { text, parent_draft_id: editOf } = draft
      return [{ id, text, edited: editOf !== null, editOf }]
    }),
    ...teachingOf(ranking)
  }
}

/** The same, only counted. */
export async function countTaught(
  db: Database,
  { personaId }: { personaId: string | null }
): Promise<CallOutput<'datasets.counts'>> {
  const rankings = await listCountingRankings(db, { personaId })
  const counts = { rankings: rankings.length, edits: 0, pairs: 0, sftRows: 0, rewardRows: 0 }
  for (const ranking of rankings) {
    const { pairs, sft, rewards } = teachingOf(ranking)
    if (ranking.edited) counts.edits += 1
    counts.pairs += pairs.length
    counts.sftRows += sft.length
    counts.rewardRows += rewards.length
  }
  return counts
}

/** Who speaks in each persona's name, the deleted ones too. */
export async function voicesById(db: Database): Promise<Map<string, Voice>> {
  const rows = await db.selectFrom('personas').selectAll().execute()
  return new Map(rows.map((row) => [row.id, voiceOf(row)]))
}

async function draftsOf(
  db: Database,
  rankings: readonly CountingRanking[]
): Promise<Schema['drafts'][]> {
  const ids = rankings.flatMap(({ groups }) => groups.flat())
  const drafts: Schema['drafts'][] = []
  // SQLite takes at most 32,766 parameters in one statement.
  for (let start = 0; start < ids.length; start += 10_000) {
    drafts.push(...(await listDraftsByIds(db, ids.slice(start, start + 10_000))))
  }
  return drafts
}
