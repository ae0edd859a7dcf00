import { expect, test } from 'vitest'
import { comesBack } from '../../../src-main/rankings/repeats'
import { shuffled } from '../../../src-main/rankings/shuffle'
import { asBefore, openDesk, upsideDown, writeAnew } from './desk'

// One in twenty comes back: among 400 there is one, but for one time in a billion.
const ENOUGH = 400

test('about one in twenty rankings comes back, chosen by its id alone', () => {
  const ids = Array.from({ length: 10_000 }, (_, index) => `ranking ${String(index)}`)
  const chosen = ids.filter(comesBack)
  // 500 expected, standard deviation 22: five of them either way.
  expect(Math.abs(chosen.length - 500)).toBeLessThan(110)
  expect(ids.filter(comesBack)).toEqual(chosen)
})

test('a topic comes back after three days, once, among those that wait', async () => {
  const desk = await openDesk({ topics: ENOUGH })
  const first = await desk.rankUntilOneReturns()
  const { topicId } = first
  expect(await desk.sitting()).not.toContain(topicId)
  desk.wait(2.9)
  expect(await desk.sitting()).not.toContain(topicId)

  desk.wait(0.2)
  const sitting = await desk.sitting()
  expect(sitting.filter((id) => id === topicId)).toHaveLength(1)
  expect(await desk.sitting()).toEqual(sitting)

  const { repeat } = await desk.rank(topicId, asBefore(first.groups))
  expect(repeat).toEqual({ rankedAt: first.createdAt, pairs: 3, agreed: 3 })
  expect(await desk.sitting()).not.toContain(topicId)
  desk.wait(30)
  expect(await desk.sitting()).not.toContain(topicId)
})

test('it keeps its place in the sitting while the topics before it are ranked', async () => {
  const desk = await openDesk({ topics: ENOUGH })
  const { topicId } = await desk.rankUntilOneReturns()
  desk.wait(4)
  const sitting = await desk.sitting()
  const place = sitting.indexOf(topicId)
  for (const before of sitting.slice(0, Math.min(place, 3))) await desk.rank(before)
  const later = await desk.sitting()
  expect(later[later.indexOf(topicId) + 1]).toBe(sitting[place + 1])
})

test('nothing in the item tells that it came back, and its drafts stand in another order', async () => {
  const desk = await openDesk({ topics: ENOUGH })
  const { topicId } = await desk.rankUntilOneReturns()
  const [stored] = (await desk.rows()).filter(({ topic_id }) => topic_id === topicId)
  const before = await desk.call('rankings.item', { topicId })
  desk.wait(4)
  const again = await desk.call('rankings.item', { topicId })
  expect(Object.keys(again)).toEqual(Object.keys(before))
  expect(new Set(again.drafts.map(({ id }) => id))).toEqual(
    new Set(before.drafts.map(({ id }) => id))
  )
  expect(JSON.stringify(again.drafts.map(({ id }) => id))).not.toBe(stored?.presentation)
  expect(again.seed).not.toBe(before.seed)
})

test('with two drafts they change sides', async () => {
  const desk = await openDesk({ topics: ENOUGH, draftsPerTopic: 2 })
  const { topicId } = await desk.rankUntilOneReturns()
  const before = await desk.call('rankings.item', { topicId })
  desk.wait(4)
  const again = await desk.call('rankings.item', { topicId })
  expect(again.drafts).toEqual(before.drafts.toReversed())
})

test('the second ranking is stored, measured, and changes nothing else', async () => {
  const desk = await openDesk({ topics: ENOUGH })
  const first = await desk.rankUntilOneReturns()
  const { topicId } = first
  const counted = await desk.call('datasets.counts', {})
  const taught = await desk.call('datasets.ofTopic', { topicId })
  const recent = await desk.call('rankings.recent', {})
  desk.wait(4)
  const item = await desk.call('rankings.item', { topicId })
  const { ranking, repeat } = await desk.rank(topicId, upsideDown(first.groups))
  expect(repeat).toEqual({ rankedAt: first.createdAt, pairs: 3, agreed: 0 })

  const [stored] = (await desk.rows()).filter(({ id }) => id === ranking.id)
  const ids = item.drafts.map(({ id }) => id)
  expect(stored).toMatchObject({
    repeat_of: first.id,
    superseded_by: null,
    seed: item.seed,
    presentation: JSON.stringify(ids),
    app_version: '1.2.3'
  })
  const written = await desk.db
    .selectFrom('drafts')
    .select('id')
    .where('topic_id', '=', topicId)
    .orderBy('variant_index')
    .execute()
  expect(ids).toEqual(
    shuffled(
      written.map(({ id }) => id),
      item.seed
    )
  )

  expect(await desk.call('rankings.ofTopic', { topicId })).toEqual(first)
  expect(await desk.call('datasets.counts', {})).toEqual(counted)
  expect(await desk.call('datasets.ofTopic', { topicId })).toEqual(taught)
  expect(await desk.call('rankings.recent', {})).toEqual(recent)
})

test('taking the second ranking back makes the topic come again in the same order', async () => {
  const desk = await openDesk({ topics: ENOUGH })
  const first = await desk.rankUntilOneReturns()
  const { topicId } = first
  desk.wait(4)
  const item = await desk.call('rankings.item', { topicId })
  const { ranking } = await desk.rank(topicId)
  expect(await desk.call('rankings.undo', { id: ranking.id })).toEqual({ topicId })
  expect(await desk.sitting()).toContain(topicId)
  expect(await desk.call('rankings.item', { topicId })).toEqual(item)
  expect(await desk.call('rankings.ofTopic', { topicId })).toEqual(first)
  expect((await desk.call('rankings.judgement', {})).agreement).toBeNull()

  await desk.call('rankings.restore', { id: ranking.id })
  expect(await desk.sitting()).not.toContain(topicId)
  expect((await desk.call('rankings.judgement', {})).agreement?.of).toBe(3)
})

test('an edit made when a topic came back is learned, and the measurement is kept', async () => {
  const desk = await openDesk({ topics: ENOUGH })
  const first = await desk.rankUntilOneReturns()
  const { topicId } = first
  const [best = ''] = first.groups[0] ?? []
  desk.wait(4)
  const { ranking, repeat } = await desk.rank(topicId, () => ({
    groups: first.groups,
    edit: { draftId: best, text: 'Better still.' }
  }))
  expect(repeat?.agreed).toBe(3)
  expect(ranking).toMatchObject({ edited: true, pairs: 6 })
  expect(await desk.call('rankings.ofTopic', { topicId })).toEqual(ranking)
  expect((await desk.call('rankings.judgement', {})).agreement).toMatchObject({ hits: 3, of: 3 })
  expect((await desk.call('datasets.ofTopic', { topicId }))?.drafts[0]).toMatchObject({
    text: 'Better still.',
    edited: true,
    editOf: best
  })

  await desk.call('rankings.undo', { id: ranking.id })
  expect(await desk.call('rankings.ofTopic', { topicId })).toEqual(first)
  expect((await desk.call('rankings.judgement', {})).agreement).toBeNull()
  expect(await desk.sitting()).toContain(topicId)

  await desk.call('rankings.restore', { id: ranking.id })
  expect(await desk.call('rankings.ofTopic', { topicId })).toEqual(ranking)
  expect((await desk.call('rankings.judgement', {})).agreement).toMatchObject({ hits: 3, of: 3 })
})

test('a repeat that is edited after it was stored, and once more, is still one repeat', async () => {
  const desk = await openDesk({ topics: ENOUGH })
  const first = await desk.rankUntilOneReturns()
  const { topicId, groups } = first
  desk.wait(4)
  const { seed, drafts } = await desk.call('rankings.item', { topicId })
  const submit = (text: string | null) =>
    desk.call('rankings.submit', {
      topicId,
      groups,
      presentation: drafts.map(({ id }) => id),
      seed,
      elapsedMs: 1,
      edit: text === null ? null : { draftId: drafts[0]?.id ?? '', text }
    })
  for (const text of [null, 'One edit.', 'Another edit.']) {
    const { repeat } = await submit(text)
    expect(repeat?.agreed).toBe(3)
    expect((await desk.call('rankings.judgement', {})).agreement).toMatchObject({ of: 3 })
  }
  const taught = await desk.call('datasets.ofTopic', { topicId })
  expect(taught?.drafts[0]?.text).toBe('Another edit.')
  await desk.call('rankings.undo', { id: taught?.rankingId ?? '' })
  expect(await desk.call('rankings.ofTopic', { topicId })).toEqual(first)
  expect((await desk.call('rankings.judgement', {})).agreement).toBeNull()
})

test('taking the first ranking back takes what measured it with it', async () => {
  const desk = await openDesk({ topics: ENOUGH })
  const first = await desk.rankUntilOneReturns()
  desk.wait(4)
  await desk.rank(first.topicId)
  await desk.call('rankings.undo', { id: first.id })
  expect((await desk.call('rankings.judgement', {})).agreement).toBeNull()
  expect(await desk.sitting()).toContain(first.topicId)
  const { repeat } = await desk.rank(first.topicId)
  expect(repeat).toBeNull()
})

test.each([
  ['a tie between all', (ids: string[]) => ({ groups: [ids] })],
  [
    'a verdict',
    (ids: string[]) => ({ groups: [ids.slice(0, 1), ids.slice(1)], accepted: ids.slice(0, 1) })
  ],
  [
    'a tie with an edit',
    (ids: string[]) => ({ groups: [ids], edit: { draftId: ids[0] ?? '', text: 'Mine.' } })
  ]
])('%s never comes back', async (_, judge) => {
  const desk = await openDesk({ topics: ENOUGH })
  const { topicId } = await desk.rankUntilOneReturns(judge)
  desk.wait(10)
  expect(await desk.sitting()).not.toContain(topicId)
})

test('a topic whose drafts were written anew, or are being written, does not come back', async () => {
  const desk = await openDesk({ topics: ENOUGH })
  const { topicId } = await desk.rankUntilOneReturns()
  desk.wait(4)
  expect(await desk.sitting()).toContain(topicId)
  desk.writingNow.set(topicId, 'writing')
  expect(await desk.sitting()).not.toContain(topicId)
  desk.writingNow.set(topicId, null)
  await writeAnew(desk.db, topicId)
  // It waits as any topic with fresh drafts does, and what is made of them is no repeat.
  expect((await desk.rank(topicId)).repeat).toBeNull()
  desk.wait(0.1)
  expect(await desk.sitting()).not.toContain(topicId)
})

test('a long pause floods no sitting: at most one in ten of the topics that wait', async () => {
  const desk = await openDesk({ topics: ENOUGH })
  for (const topicId of desk.topicIds.slice(0, -15)) await desk.rank(topicId)
  desk.wait(60)
  const sitting = await desk.sitting()
  const waiting = new Set(desk.topicIds.slice(-15))
  expect(sitting.filter((id) => !waiting.has(id))).toHaveLength(2)
  for (const topicId of waiting) await desk.rank(topicId)
  expect(await desk.sitting()).toEqual([])
})
