import type { Handlers } from '@contract/calls'
import type { Comment } from '@contract/rankings'
import { AppError } from '../app-error'
import { newId } from '../database/ids'
import type { Database, Schema } from '../database/schema'
import type { Events } from '../events'

type CommentHandlers = Pick<Handlers, Extract<keyof Handlers, `comments.${string}`>>

/** Notes on a topic or on one of its drafts. Deleting hides one, so that it can be undone. */
export function commentHandlers(options: {
  db: Database
  events: Events
  now?: () => number
}): CommentHandlers {
  const { db, events, now = Date.now } = options

  const change = async (id: string, values: Partial<Schema['comments']>): Promise<void> => {
    await db.updateTable('comments').set(values).where('id', '=', id).execute()
    events.changed('comments')
  }

  return {
    'comments.list': async ({ topicId }) => {
      const rows = await selectComments(db)
        .where('comments.topic_id', '=', topicId)
        .where('comments.deleted_at', 'is', null)
        .orderBy('comments.id')
        .execute()
      return rows.map(fromRow)
    },
    'comments.add': async ({ topicId, draftId, text }) => {
      await assertThere(db, { topicId, draftId })
      const id = newId()
      const at = now()
      const row = { id, topic_id: topicId, draft_id: draftId, text, created_at: at, updated_at: at }
      await db
        .insertInto('comments')
        .values({ ...row, deleted_at: null })
        .execute()
      events.changed('comments')
      return getComment(db, id)
    },
    'comments.edit': async ({ id, text }) => {
      await getComment(db, id)
      await change(id, { text, updated_at: now() })
      return getComment(db, id)
    },
    'comments.delete': async ({ id }) => {
      await getComment(db, id)
      await change(id, { deleted_at: now() })
      return {}
    },
    'comments.restore': async ({ id }) => {
      await change(id, { deleted_at: null })
      return getComment(db, id)
    }
  }
}

/** @throws AppError `not_found` */
async function getComment(db: Database, id: string): Promise<Comment> {
  const row = await selectComments(db)
    .where('comments.id', '=', id)
    .where('comments.deleted_at', 'is', null)
    .executeTakeFirst()
  if (row) return fromRow(row)
  throw new AppError({
    code: 'not_found',
    message: 'This comment is no longer there. It, its topic or its persona may have been deleted.'
  })
}

/** A comment has its place in a topic that is there, and its draft is one of that topic's. */
async function assertThere(
  db: Database,
  { topicId, draftId }: { topicId: string; draftId: string | null }
): Promise<void> {
  let query = db
    .selectFrom('topics')
    .innerJoin('personas', 'personas.id', 'topics.persona_id')
    .select('topics.id')
    .where('topics.id', '=', topicId)
    .where('topics.deleted_at', 'is', null)
    .where('personas.deleted_at', 'is', null)
  if (draftId !== null) {
    query = query
      .innerJoin('drafts', 'drafts.topic_id', 'topics.id')
      .where('drafts.id', '=', draftId)
  }
  if (await query.executeTakeFirst()) return
  throw new AppError({
    code: 'not_found',
    message:
      'The topic or draft that this comment is on is no longer there, so the comment was not stored.'
  })
}

const selectComments = (db: Database) =>
  db
    .selectFrom('comments')
    .innerJoin('topics', 'topics.id', 'comments.topic_id')
    .innerJoin('personas', 'personas.id', 'topics.persona_id')
    .where('topics.deleted_at', 'is', null)
    .where('personas.deleted_at', 'is', null)
    .selectAll('comments')

const fromRow = (row: Schema['comments']): Comment => ({
  id: row.id,
  topicId: row.topic_id,
  draftId: row.draft_id,
  text: row.text,
  createdAt: row.created_at
})
