import { fromJson, type Database, type Schema } from '../database/schema'
import { withoutEdit } from './agreement'
import { hashNumber, presentationSeed, shuffled } from './shuffle'

const DAY = 24 * 60 * 60 * 1000
/** Long enough that the first order is not remembered. */
const RETURNS_AFTER = 3 * DAY
const ONE_IN = 20
/** At most this share of a sitting's waiting topics comes back, so that a long pause floods none. */
const MOST_IN_SITTING = 1 / 10

/** A ranking whose topic comes back to be ranked again, and the seed of its new order. */
export type DueRepeat = {
  rankingId: string
  topicId: string
  setId: string
  rankedAt: number
  groups: string[][]
  editDraftId: string | null
  presentation: string[]
}

/** Whether this ranking is one of the twentieth that comes back. Its id alone decides. */
export const comesBack = (rankingId: string): boolean => hashNumber(rankingId) % ONE_IN === 0

/**
 * The topics that come back now, longest waiting first: ranked more than three days ago, never
 * ranked again, with the same drafts as then, and put in an order. A verdict and a tie between all
 * say nothing that a second look could agree with.
 */
export async function listDueRepeats(
  db: Database,
  { personaId = null, topicId = null, now }: Due
): Promise<DueRepeat[]> {
  let query = db
    .selectFrom('rankings')
    .innerJoin('topics', 'topics.id', 'rankings.topic_id')
    .innerJoin('personas', 'personas.id', 'topics.persona_id')
    .select('rankings.id')
    .where('rankings.superseded_by', 'is', null)
    .where('rankings.repeat_of', 'is', null)
    .where('rankings.accepted', 'is', null)
    .where('rankings.pairs', '>', 0)
    .where('rankings.created_at', '<', now - RETURNS_AFTER)
    .where('topics.deleted_at', 'is', null)
    .where('personas.deleted_at', 'is', null)
    .orderBy('rankings.created_at')
    .orderBy('rankings.id')
  if (personaId !== null) query = query.where('topics.persona_id', '=', personaId)
  if (topicId !== null) query = query.where('rankings.topic_id', '=', topicId)
  const ids = (await query.execute()).map(({ id }) => id).filter(comesBack)
  return ids.length === 0 ? [] : notYetRepeated(db, ids)
}

type Due = { personaId?: string | null; topicId?: string | null; now: number }

async function notYetRepeated(db: Database, ids: readonly string[]): Promise<DueRepeat[]> {
  const rows = await db
    .selectFrom('rankings')
    .innerJoin('topic_states as state', 'state.ranking_id', 'rankings.id')
    .leftJoin('rankings as repeat', (join) =>
      join.onRef('repeat.repeat_of', '=', 'rankings.id').on('repeat.superseded_by', 'is', null)
    )
    .selectAll('rankings')
    .where('rankings.id', 'in', ids)
    .where('repeat.id', 'is', null)
    .orderBy('rankings.created_at')
    .orderBy('rankings.id')
    .execute()
  return rows.map(toRepeat).filter((due) => withoutEdit(due).length > 1)
}

export const toRepeat = (row: Schema['rankings']): DueRepeat => ({
  rankingId: row.id,
  topicId: row.topic_id,
  setId: row.set_id,
  rankedAt: row.created_at,
  groups: fromJson(row.groups),
  editDraftId: row.edit_draft_id,
  presentation: fromJson(row.presentation)
})

/** Seed of another order than the one in which the drafts (as written) stood the first time. */
export function repeatSeed(
  { rankingId, presentation }: Pick<DueRepeat, 'rankingId' | 'presentation'>,
  draftIds: readonly string[]
): number {
  for (let attempt = 0; ; attempt += 1) {
    const seed = presentationSeed(`${rankingId} again ${String(attempt)}`)
    const order = shuffled(draftIds, seed)
    if (order.some((id, place) => id !== presentation[place])) return seed
  }
}

/** Whether an order was made of the drafts as they came back: the seed they were shown with tells. */
export const isRepeat = (
  current: Schema['rankings'],
  { seed, ids, now }: { seed: number; ids: readonly string[]; now: number }
): boolean =>
  comesBack(current.id) &&
  current.created_at < now - RETURNS_AFTER &&
  seed === repeatSeed(toRepeat(current), ids)

/**
 * Puts the topics that come back among those that wait. Each stands before a waiting topic that its
 * own hash chooses, so that it keeps its place when the sitting is opened again.
 */
export function mixIn(waiting: readonly string[], due: readonly DueRepeat[]): string[] {
  const coming = due.slice(0, Math.ceil(waiting.length * MOST_IN_SITTING))
  if (coming.length === 0) return [...waiting]
  const ring = waiting.map((id) => ({ id, at: hashNumber(id) })).sort((a, b) => a.at - b.at)
  const before = Map.groupBy(coming, ({ rankingId }) => {
    const at = hashNumber(`${rankingId} place`)
    return (ring.find((one) => one.at >= at) ?? ring[0])?.id
  })
  return waiting.flatMap((id) => [...(before.get(id) ?? []).map(({ topicId }) => topicId), id])
}
