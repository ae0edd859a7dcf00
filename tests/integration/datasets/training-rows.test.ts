import { expect, test } from 'vitest'
import { buildTrainingRows } from '../../../src-main/datasets/training-rows'
import { orderedPairs } from '../../../src-main/rankings/pairs'
import { inOrder, openDesk, writeAnew } from '../rankings/desk'

test('what is shown of each ranking is what training reads, row by row', async () => {
  const { db, call, rank, topicIds } = await openDesk({ topics: 5 })
  const [ordered = '', tied = '', verdict = '', edited = '', undone = ''] = topicIds
  await rank(ordered)
  await rank(tied, (ids) => ({ groups: [ids] }))
  await rank(verdict, (ids) => ({
    groups: [ids.slice(0, 2), ids.slice(2)],
    accepted: ids.slice(0, 2)
  }))
  await rank(edited, (ids) => ({
    ...inOrder(ids),
    edit: { draftId: ids[0] ?? '', text: 'My own words.' }
  }))
  const { ranking } = await rank(undone)
  await call('rankings.undo', { id: ranking.id })

  const rows = await buildTrainingRows(db, { personaId: null })
  const counts = { rankings: 0, edits: 0, pairs: 0, sftRows: 0, rewardRows: 0 }
  for (const topicId of [ordered, tied, verdict, edited]) {
    const taught = await call('datasets.ofTopic', { topicId })
    if (!taught) throw new Error('A ranked topic teaches something, if only that all is tied.')
    const textOf = new Map(taught.drafts.map(({ id, text }) => [id, text]))
    const sft = rows.sft.filter(({ id }) => taught.sft.includes(id))
    expect(sft.map(({ messages }) => messages)).toEqual(
      taught.sft.map((id) => [
        ...taught.prompt,
        { role: 'assistant', content: textOf.get(id) ?? '' }
      ])
    )
    const group = rows.preference.find(({ id }) => id === taught.rankingId)
    const byRank = Map.groupBy(group?.responses.entries() ?? [], ([place]) => group?.ranks[place])
    const responses = [...byRank.values()].map((entries) => entries.map(([, text]) => text))
    expect(orderedPairs(responses)).toEqual(
      taught.pairs.map(({ better, worse }) => ({
        better: textOf.get(better),
        worse: textOf.get(worse)
      }))
    )
    counts.rankings += 1
    counts.edits += taught.drafts.some((draft) => draft.edited) ? 1 : 0
    counts.pairs += taught.pairs.length
    counts.sftRows += taught.sft.length
    counts.rewardRows += taught.rewards.length
  }
  expect(counts).toEqual({ rankings: 4, edits: 1, pairs: 11, sftRows: 4, rewardRows: 10 })
  expect(await call('datasets.counts', {})).toEqual(counts)
  expect(rows.sft).toHaveLength(counts.sftRows)
  expect(rows.data).toMatchObject({ rankings: 4, edits: 1, pairs: 11, sftRows: 4 })
})

test('a verdict without pairs is scored, and what is counted is what a reward model reads', async () => {
  const { db, call, rank, topicIds } = await openDesk({ topics: 3 })
  const [accepted = '', rejected = '', tied = ''] = topicIds
  await rank(accepted, (ids) => ({ groups: [ids], accepted: ids }))
  await rank(rejected, (ids) => ({ groups: [ids], accepted: [] }))
  await rank(tied, (ids) => ({ groups: [ids] }))
  const { data, reward, preference } = await buildTrainingRows(db, { personaId: null })
  expect(preference).toEqual([])
  expect(reward.map(({ scores }) => scores)).toEqual([
    [1, 1, 1],
    [-1, -1, -1]
  ])
  expect(data.rewardRows).toBe(6)
  expect(await call('datasets.counts', {})).toMatchObject({ rewardRows: data.rewardRows })
})

test('the ranking of an earlier set of drafts is still learned from', async () => {
  const { db, call, rank, topic } = await openDesk()
  await rank(topic)
  await writeAnew(db, topic)
  expect(await call('datasets.ofTopic', { topicId: topic })).toBeNull()
  await rank(topic)
  expect(await call('datasets.counts', {})).toMatchObject({ rankings: 2, pairs: 6 })
  expect((await buildTrainingRows(db, { personaId: null })).preference).toHaveLength(2)
})

test('what a persona keeps out, and its tags, stand in the prompt of every row', async () => {
  const { db, rank, topic } = await openDesk()
  await db
    .updateTable('personas')
    .set({ tags: '[{"key":"tone","value":"dry"}]', keep_out: '["to be honest"]' })
    .execute()
  await rank(topic)
  const { sft } = await buildTrainingRows(db, { personaId: null })
  expect(sft[0]?.messages[0]?.content).toContain('Never write: to be honest.')
  expect(sft[0]?.messages[0]?.content).toContain('[TONE=dry]')
})
