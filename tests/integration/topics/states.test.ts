import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { insertRanking } from '../../../src-main/rankings/repository'
import { addTopics, openAuthoring } from '../../fixtures/authoring'

test('the table of states says at every moment what would be worked out anew', async () => {
  const { call, jobs, db } = await openAuthoring()
  const { topicIds } = await addTopics(call, ['Rain', 'Snow'])
  const [topicId = ''] = topicIds
  const states = async (table: string): Promise<unknown[]> =>
    (await sql`select * from ${sql.table(table)} order by topic_id`.execute(db)).rows
  const moments: unknown[] = []
  const look = async (): Promise<void> => {
    const kept = await states('topic_states')
    expect(kept).toEqual(await states('computed_topic_states'))
    moments.push(kept)
  }
  const write = async (): Promise<string[]> => {
    await jobs.finished((await call('drafts.write', { topicIds: [topicId] })).jobId)
    return (await call('drafts.list', { topicId })).map(({ id }) => id)
  }
  const rank = async (ids: string[], repeatOf: string | null = null): Promise<string> => {
    const { set_id: setId } = await db
      .selectFrom('drafts')
      .select('set_id')
      .where('id', '=', ids[0] ?? '')
      .executeTakeFirstOrThrow()
    return insertRanking(db, {
      topicId,
      setId,
      groups: ids.map((id) => [id]),
      presentation: ids,
      seed: 1,
      elapsedMs: 1,
      appVersion: '0',
      editDraftId: null,
      repeatOf
    })
  }

  await look()
  const first = await write()
  await look()
  await jobs.finished((await call('drafts.writeAgain', { topicId, index: 0 })).jobId)
  await look()
  const ranking = await rank((await call('drafts.list', { topicId })).map(({ id }) => id))
  await look()
  await rank(first.slice(1), ranking)
  await look()
  await write()
  await look()
  await db.updateTable('rankings').set({ superseded_by: ranking }).execute()
  await look()
  // Each step but the draft written again and the repeat changed something: nothing was left alone.
  const distinct = new Set(moments.map((moment) => JSON.stringify(moment)))
  expect(distinct.size).toBe(moments.length - 2)
})
