import type { Judgement } from '@contract/rankings'
import { fromJson, type Database } from '../database/schema'
import { compareOrders, withoutEdit, type Order } from './agreement'
import { listCountingRankings, type CountingRanking } from './repository'
import { rateOf } from './wilson'

/** How steadily the person ranks: agreement with themselves, position bias, time. */
export async function judgementOf(db: Database, personaId: string | null): Promise<Judgement> {
  const rankings = await listCountingRankings(db, { personaId })
  return {
    rankings: rankings.length,
    medianMs: median(rankings.map(({ elapsedMs }) => elapsedMs)),
    agreement: agreementOf(await listRepeats(db, personaId)),
    firstPosition: firstPositionOf(rankings)
  }
}

/** Counted by pair: those of one topic hang together, so the interval is a little too narrow. */
function agreementOf(repeats: readonly (readonly [Order, Order])[]): Judgement['agreement'] {
  const counts = repeats.map(([first, again]) => compareOrders(first, again))
  return rateOf({
    hits: counts.reduce((sum, { agreed }) => sum + agreed, 0),
    of: counts.reduce((sum, { pairs }) => sum + pairs, 0)
  })
}

function firstPositionOf(rankings: readonly CountingRanking[]): Judgement['firstPosition'] {
  const decided = rankings.flatMap((ranking) => {
    const [top = []] = withoutEdit(ranking)
    const [best] = top
    if (ranking.accepted !== null || top.length !== 1 || best === undefined) return []
    return [{ best, presentation: ranking.presentation }]
  })
  const rate = rateOf({
    hits: decided.filter(({ best, presentation }) => presentation[0] === best).length,
    of: decided.length
  })
  if (rate === null) return null
  const chances = decided.reduce((sum, { presentation }) => sum + 1 / presentation.length, 0)
  return { ...rate, byChance: chances / decided.length }
}

/** Each topic that came back: the first order, then the one made of it again. */
async function listRepeats(db: Database, personaId: string | null): Promise<[Order, Order][]> {
  let query = db
    .selectFrom('rankings as again')
    .innerJoin('rankings as first', 'first.id', 'again.repeat_of')
    .innerJoin('topics', 'topics.id', 'again.topic_id')
    .innerJoin('personas', 'personas.id', 'topics.persona_id')
    .where('again.superseded_by', 'is', null)
    .where('topics.deleted_at', 'is', null)
    .where('personas.deleted_at', 'is', null)
    .select(['first.groups as first', 'first.edit_draft_id', 'again.groups as again'])
  if (personaId !== null) query = query.where('personas.id', '=', personaId)
  return (await query.execute()).map(({ first, again, edit_draft_id }) => [
    { groups: fromJson<string[][]>(first), editDraftId: edit_draft_id },
    { groups: fromJson<string[][]>(again), editDraftId: null }
  ])
}

/** Milliseconds, rounded; of an even number the mean of the two in the middle. */
function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b)
  const upper = sorted[Math.floor(sorted.length / 2)]
  const lower = sorted[Math.ceil(sorted.length / 2) - 1]
  return upper === undefined || lower === undefined ? null : Math.round((upper + lower) / 2)
}
