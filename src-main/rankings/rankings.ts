import type { Handlers, ParsedInput } from '@contract/calls'
import { AppError } from '../app-error'
import { fromJson, type Database, type Schema } from '../database/schema'
import { insertDrafts, listLatestDrafts } from '../drafts/repository'
import { countWords } from '../drafts/words'
import type { Events } from '../events'
import { getTopic } from '../topics/repository'
import type { WritingNow } from '../topics/writing-now'
import {
  getRanking,
  insertRanking,
  listRecentRankings,
  listToRank,
  setSuccessor,
  supersede
} from './repository'
import { presentationSeed, shuffled } from './shuffle'

type RankingHandlers = Pick<Handlers, Extract<keyof Handlers, `rankings.${string}`>>

/** The ranking loop: what to rank next, the person's order, and taking it back. */
export function rankingHandlers(options: {
  db: Database
  events: Events
  writingNow: WritingNow
  appVersion: string
}): RankingHandlers {
  const { db, events, writingNow } = options
  return {
    'rankings.sitting': async ({ personaId }) => ({ topicIds: await listToRank(db, personaId) }),
    'rankings.item': async ({ topicId }) => {
      const topic = await getTopic(db, topicId, writingNow)
      const drafts = await listLatestDrafts(db, topicId)
      const seed = presentationSeed(drafts[0]?.set_id ?? topicId)
      return {
        topicId,
        personaId: topic.personaId,
        personaName: topic.personaName,
        title: topic.title,
        prompt: topic.prompt,
        seed,
        drafts: shuffled(drafts, seed).map(({ id, text }) => ({
          id,
          text,
          words: countWords(text)
        }))
      }
    },
    'rankings.submit': async (input) => {
      const drafts = await listLatestDrafts(db, input.topicId)
      const id = await store(options, input, drafts)
      events.changed('rankings', 'topics', 'personas', 'drafts')
      return {
        ranking: await getRanking(db, id),
        origins: Object.fromEntries(drafts.map((draft) => [draft.id, fromJson(draft.origin)]))
      }
    },
    'rankings.undo': async ({ id }) => {
      const { topicId } = await getRanking(db, id)
      await supersede(db, id)
      events.changed('rankings', 'topics', 'personas', 'drafts')
      return { topicId }
    },
    'rankings.recent': ({ limit }) => listRecentRankings(db, limit)
  }
}

/** The edit and the ranking are on disk together or not at all. */
async function store(
  { db, appVersion }: { db: Database; appVersion: string },
  input: ParsedInput<'rankings.submit'>,
  drafts: Schema['drafts'][]
): Promise<string> {
  assertSameDrafts(input, drafts)
  const setId = drafts[0]?.set_id ?? ''
  return db.transaction().execute(async (transaction) => {
    const replaced = await supersedeCurrent(transaction, input.topicId, setId)
    const editId = input.edit
      ? await insertEdit(transaction, { ...input.edit, topicId: input.topicId, setId })
      : null
    const id = await insertRanking(transaction, {
      topicId: input.topicId,
      setId,
      // An edit is the answer to learn: it stands above everything, the draft it came from included.
      groups: editId === null ? input.groups : [[editId], ...input.groups],
      presentation: input.presentation,
      seed: input.seed,
      elapsedMs: input.elapsedMs,
      appVersion,
      editDraftId: editId
    })
    if (replaced !== null) await setSuccessor(transaction, replaced, id)
    return id
  })
}

/** The id of the ranking that stood so far; null when there was none. */
async function supersedeCurrent(
  db: Database,
  topicId: string,
  setId: string
): Promise<string | null> {
  const current = await db
    .selectFrom('rankings')
    .select('id')
    .where('topic_id', '=', topicId)
    .where('set_id', '=', setId)
    .where('superseded_by', 'is', null)
    .executeTakeFirst()
  if (!current) return null
  await supersede(db, current.id)
  return current.id
}

type Edit = { draftId: string; text: string; topicId: string; setId: string }

async function insertEdit(db: Database, edit: Edit): Promise<string | null> {
  const [id] = await insertDrafts(db, [
    {
      topicId: edit.topicId,
      setId: edit.setId,
      variantIndex: 0,
      text: edit.text,
      cutShort: false,
      parentDraftId: edit.draftId,
      origin: {
        engine: 'person',
        model: 'You',
        sampling: null,
        seed: null,
        promptTokens: null,
        completionTokens: null,
        elapsedMs: null
      }
    }
  ])
  return id ?? null
}

function assertSameDrafts(
  { groups, presentation, edit }: ParsedInput<'rankings.submit'>,
  drafts: Schema['drafts'][]
): void {
  const ids = drafts.map(({ id }) => id)
  const shown = sameMembers(presentation, ids) && sameMembers(groups.flat(), ids)
  if (shown && (edit === null || ids.includes(edit.draftId))) return
  throw new AppError({
    code: 'conflict',
    message:
      'The drafts of this topic changed while they were on the screen, so the ranking was not stored.',
    remedy: { text: 'Rank the drafts as they are now.', action: 'retry' }
  })
}

const sameMembers = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && new Set(a).size === a.length && a.every((id) => b.includes(id))
