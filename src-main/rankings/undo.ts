import type { Ranking } from '@contract/rankings'
import { AppError } from '../app-error'
import type { Database } from '../database/schema'
import { getRanking } from './repository'

/**
 * Takes a ranking back without removing it: from now on it names itself as what took its place, and
 * the repeats that measured it name it. A ranking with an edit, made when a topic had come back,
 * gives its place to the one that stood before.
 *
 * @throws AppError `not_found` when it was taken back already
 */
export async function undo(db: Database, { id, now }: Options): Promise<void> {
  await db.transaction().execute(async (transaction) => {
    const ranking = await findRow(transaction, id)
    if (ranking?.superseded_by !== null) throw takenBackAlready()
    await takeBack(transaction, { id, now })
  })
}

/** The same for one that stands, within a transaction. */
export async function takeBack(db: Database, { id, now }: Options): Promise<void> {
  const measuring = await repeatsUnder(db, id)
  await setStanding(db, [id, ...measuring.map((repeat) => repeat.id)], { by: id, now })
  const before = measuring.map(({ first }) => first).filter((first) => first !== id)
  await setStanding(db, before, null)
}

/**
 * Puts back what `undo` took away, with all that went with it.
 *
 * @throws AppError `conflict` when another ranking stands there now, `not_found`
 */
export async function restore(db: Database, { id, now }: Options): Promise<Ranking> {
  return db.transaction().execute(async (transaction) => {
    const ranking = await findRow(transaction, id)
    if (!ranking) throw notThere()
    if (ranking.superseded_by === null) return getRanking(transaction, id)
    const measured = ranking.repeat_of === null ? await takenWith(transaction, id) : []
    const standing = await standingWhere(transaction, ranking)
    const givesWay = measured.some(({ repeat_of }) => repeat_of === standing)
    if (ranking.superseded_by !== id || (standing !== null && !givesWay)) throw tooLate()
    if (standing !== null) await setStanding(transaction, [standing], { by: id, now })
    await setStanding(transaction, [id, ...measured.map((repeat) => repeat.id)], null)
    // Throws where its topic is deleted, and then nothing was put back.
    return getRanking(transaction, id)
  })
}

type Options = { id: string; now: number }

/** The ranking that stood before an edit took its place when its topic had come back. */
export async function standingBefore(db: Database, id: string): Promise<Row | undefined> {
  const [before] = (await repeatsUnder(db, id)).filter(({ first }) => first !== id)
  return before && findRow(db, before.first)
}

const findRow = (db: Database, id: string) =>
  db.selectFrom('rankings').selectAll().where('id', '=', id).executeTakeFirst()

type Row = NonNullable<Awaited<ReturnType<typeof findRow>>>

/** The repeats that measure this ranking, or the one whose place its edit took. */
async function repeatsUnder(db: Database, id: string): Promise<{ id: string; first: string }[]> {
  return db
    .selectFrom('rankings as repeat')
    .innerJoin('rankings as first', 'first.id', 'repeat.repeat_of')
    .select(['repeat.id', 'first.id as first'])
    .where('repeat.superseded_by', 'is', null)
    .where('repeat.repeat_of', 'is not', null)
    .where((where) => where.or([where('first.id', '=', id), where('first.superseded_by', '=', id)]))
    .execute()
}

/** The repeats that went when this ranking was taken back. */
const takenWith = (db: Database, id: string) =>
  db
    .selectFrom('rankings')
    .select(['id', 'repeat_of'])
    .where('superseded_by', '=', id)
    .where('repeat_of', 'is not', null)
    .execute()

/** What stands where the ranking stood; for a repeat, what now measures, or bars, the same ranking. */
async function standingWhere(db: Database, ranking: Row): Promise<string | null> {
  const { topic_id, set_id, repeat_of } = ranking
  if (repeat_of !== null) {
    const first = await findRow(db, repeat_of)
    if (first?.superseded_by !== null) return repeat_of
  }
  const row = await db
    .selectFrom('rankings')
    .select('id')
    .where('topic_id', '=', topic_id)
    .where('set_id', '=', set_id)
    .where('superseded_by', 'is', null)
    .where('repeat_of', 'is', repeat_of)
    .executeTakeFirst()
  return row?.id ?? null
}

async function setStanding(
  db: Database,
  ids: readonly string[],
  superseded: { by: string; now: number } | null
): Promise<void> {
  if (ids.length === 0) return
  await db
    .updateTable('rankings')
    .set({ superseded_by: superseded?.by ?? null, superseded_at: superseded?.now ?? null })
    .where('id', 'in', ids)
    .execute()
}

const notThere = (): AppError =>
  new AppError({ code: 'not_found', message: 'This ranking is no longer there.' })

const takenBackAlready = (): AppError =>
  new AppError({ code: 'not_found', message: 'This ranking was taken back already.' })

const tooLate = (): AppError =>
  new AppError({
    code: 'conflict',
    message:
      'The topic was ranked again meanwhile, so the ranking that was taken back stays so. The newer one counts.',
    remedy: { text: 'Take the newer ranking back first.' }
  })
