import type { Database, Schema } from '../database/schema'
import { insertDrafts, listLatestDrafts } from '../drafts/repository'
import { compareOrders } from './agreement'
import { isRepeat, toRepeat, type DueRepeat } from './repeats'
import { insertRanking } from './repository'
import { assertRankable, type Submission } from './submission'
import { standingBefore, takeBack } from './undo'

export type Stored = {
  id: string
  drafts: Schema['drafts'][]
  repeat: { rankedAt: number; pairs: number; agreed: number } | null
}

type Options = { db: Database; appVersion: string; now: number }

/**
 * Stores the person's order; all of it is on disk or none.
 *
 * @throws AppError `conflict` when the drafts are others now, `invalid_input` for a broken verdict
 */
export async function submit(options: Options, input: Submission): Promise<Stored> {
  return options.db.transaction().execute(async (db) => {
    const drafts = await listLatestDrafts(db, input.topicId)
    assertRankable(input, drafts)
    const writing: Writing = { ...options, db, input, setId: drafts[0]?.set_id ?? '' }
    const current = await findCurrent(writing)
    const repeated = current && (await findRepeated(writing, current, drafts))
    if (!repeated) return { id: await rank(writing, current?.id ?? null), drafts, repeat: null }
    const first = toRepeat(repeated)
    if (repeated.id !== current.id) await takeBack(db, { id: current.id, now: options.now })
    return {
      id: await rankAgain(writing, first),
      drafts,
      repeat: {
        rankedAt: first.rankedAt,
        ...compareOrders(first, { groups: input.groups, editDraftId: null })
      }
    }
  })
}

type Writing = Options & { input: Submission; setId: string }

/**
 * The ranking that this one repeats. It is the current one, or the one that stood before when the
 * person edits a second time what they have just ranked again.
 */
async function findRepeated(
  { db, input, now }: Writing,
  current: Schema['rankings'],
  drafts: readonly Schema['drafts'][]
): Promise<Schema['rankings'] | undefined> {
  const ids = drafts.map(({ id }) => id)
  const before = await standingBefore(db, current.id)
  return [current, before].find((one) => one && isRepeat(one, { seed: input.seed, ids, now }))
}

/** The new ranking takes the place of the one that stood; what measured that one goes with it. */
async function rank(writing: Writing, current: string | null): Promise<string> {
  if (current === null) return insert(writing, { edit: true })
  await standDown(writing, await repeatsOf(writing.db, current))
  return inPlaceOf(writing, [current], () => insert(writing, { edit: true }))
}

/**
 * The first ranking stays in force and the second measures. When the person also rewrote a draft,
 * the rewrite must not be lost: then the second order, with the edit, takes the first one's place,
 * and the measurement is kept beside it.
 */
async function rankAgain(writing: Writing, { rankingId }: DueRepeat): Promise<string> {
  const measured = await inPlaceOf(writing, await repeatsOf(writing.db, rankingId), () =>
    insert(writing, { edit: false, repeatOf: rankingId })
  )
  if (writing.input.edit === null) return measured
  return inPlaceOf(writing, [rankingId], () => insert(writing, { edit: true }))
}

/** One ranking at a time may stand, so the old one names itself until the new one has its id. */
async function inPlaceOf(
  writing: Writing,
  old: readonly string[],
  insertNew: () => Promise<string>
): Promise<string> {
  await standDown(writing, old)
  const id = await insertNew()
  if (old.length > 0) {
    await writing.db
      .updateTable('rankings')
      .set({ superseded_by: id })
      .where('id', 'in', old)
      .execute()
  }
  return id
}

async function standDown({ db, now }: Writing, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await db
    .updateTable('rankings')
    .set((row) => ({ superseded_by: row.ref('id'), superseded_at: now }))
    .where('id', 'in', ids)
    .execute()
}

async function repeatsOf(db: Database, rankingId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('rankings')
    .select('id')
    .where('repeat_of', '=', rankingId)
    .where('superseded_by', 'is', null)
    .execute()
  return rows.map(({ id }) => id)
}

async function insert(
  { db, input, setId, appVersion, now }: Writing,
  { edit, repeatOf = null }: { edit: boolean; repeatOf?: string | null }
): Promise<string> {
  const editId =
    edit && input.edit ? await insertEdit(db, { ...input, ...input.edit, setId, now }) : null
  return insertRanking(db, {
    topicId: input.topicId,
    setId,
    // An edit is the answer to learn: it stands above everything, the draft it came from included.
    groups: editId === null ? input.groups : [[editId], ...input.groups],
    presentation: input.presentation,
    seed: input.seed,
    elapsedMs: input.elapsedMs,
    appVersion,
    editDraftId: editId,
    accepted: input.accepted,
    repeatOf,
    at: now
  })
}

type Edit = { topicId: string; setId: string; draftId: string; text: string; now: number }

async function insertEdit(db: Database, edit: Edit): Promise<string | null> {
  const { topicId, setId, draftId, text, now } = edit
  const written = { topicId, setId, text, variantIndex: 0, cutShort: false }
  const [id] = await insertDrafts(
    db,
    [{ ...written, parentDraftId: draftId, origin: byThePerson }],
    now
  )
  return id ?? null
}

const byThePerson = {
  engine: 'person' as const,
  model: 'You',
  sampling: null,
  seed: null,
  promptTokens: null,
  completionTokens: null,
  elapsedMs: null
}

const findCurrent = ({ db, input, setId }: Writing) =>
  db
    .selectFrom('rankings')
    .selectAll()
    .where('topic_id', '=', input.topicId)
    .where('set_id', '=', setId)
    .where('superseded_by', 'is', null)
    .where('repeat_of', 'is', null)
    .executeTakeFirst()
