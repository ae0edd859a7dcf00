import type { SittingItem } from '@contract/rankings'
import { AppError } from '../app-error'
import type { Database } from '../database/schema'
import { listLatestDrafts } from '../drafts/repository'
import { countWords } from '../drafts/words'
import { getTopic } from '../topics/repository'
import type { WritingNow } from '../topics/writing-now'
import { listDueRepeats, mixIn, repeatSeed } from './repeats'
import { presentationSeed, shuffled } from './shuffle'

/** The topics that wait to be ranked, and among them those that come back. */
export async function topicsOfSitting(
  db: Database,
  { personaId, now, writingNow }: { personaId: string | null; now: number; writingNow: WritingNow }
): Promise<string[]> {
  const waiting = await listToRank(db, personaId)
  const due = await listDueRepeats(db, { personaId, now })
  // Drafts that are being written would change under the reader's eyes.
  const quiet = (topicId: string): boolean => writingNow.stateOf(topicId) === null
  return mixIn(
    waiting.filter(quiet),
    due.filter(({ topicId }) => quiet(topicId))
  )
}

/** The topic's drafts in the order of its seed. One that comes back looks like any other. */
export async function itemOf(
  db: Database,
  { topicId, now, writingNow }: { topicId: string; now: number; writingNow: WritingNow }
): Promise<SittingItem> {
  const topic = await getTopic(db, topicId, writingNow)
  const drafts = await listLatestDrafts(db, topicId)
  const [first] = drafts
  if (!first || drafts.length < 2) throw nothingToRank(topic.title)
  const [due] = await listDueRepeats(db, { topicId, now })
  const ids = drafts.map(({ id }) => id)
  const seed = due ? repeatSeed(due, ids) : presentationSeed(first.set_id)
  return {
    topicId,
    personaId: topic.personaId,
    personaName: topic.personaName,
    title: topic.title,
    prompt: topic.prompt,
    seed,
    drafts: shuffled(drafts, seed).map(({ id, text }) => ({ id, text, words: countWords(text) }))
  }
}

const nothingToRank = (title: string): AppError =>
  new AppError({
    code: 'conflict',
    message: `“${title}” has fewer than two drafts, so there is nothing to compare yet.`,
    remedy: { text: 'Write drafts for it first.' }
  })

/** Topics whose latest drafts wait to be ranked: persona by persona, oldest drafts first. */
async function listToRank(db: Database, personaId: string | null): Promise<string[]> {
  let query = db
    .selectFrom('topics')
    .innerJoin('personas', 'personas.id', 'topics.persona_id')
    .innerJoin('topic_states as state', 'state.topic_id', 'topics.id')
    .select('topics.id')
    .where('topics.deleted_at', 'is', null)
    .where('personas.deleted_at', 'is', null)
    .where('state.drafts', '>=', 2)
    .where('state.ranking_id', 'is', null)
    .orderBy('personas.created_at')
    .orderBy('state.set_id')
    .orderBy('topics.id')
  if (personaId !== null) query = query.where('topics.persona_id', '=', personaId)
  return (await query.execute()).map(({ id }) => id)
}
