import { expect, test } from 'vitest'
import { inOrder, openDesk, type Judge } from './desk'

const accept =
  (...places: number[]): Judge =>
  (ids) => {
    const accepted = places.flatMap((place) => ids[place] ?? [])
    const rejected = ids.filter((id) => !accepted.includes(id))
    return { groups: [accepted, rejected].filter((group) => group.length > 0), accepted }
  }

test('a verdict is stored with what was accepted, and teaches each accepted draft', async () => {
  const { call, rank, rows, topic } = await openDesk()
  const { ranking, repeat } = await rank(topic, accept(0, 2))
  expect(repeat).toBeNull()
  const [accepted = [], rejected = []] = ranking.groups
  expect(ranking).toMatchObject({ accepted, pairs: 2, edited: false })
  expect((await rows())[0]).toMatchObject({ accepted: JSON.stringify(accepted), pairs: 2 })
  expect(await call('datasets.ofTopic', { topicId: topic })).toMatchObject({
    rankingId: ranking.id,
    sft: accepted,
    rewards: [
      { draftId: accepted[0], score: 1 },
      { draftId: accepted[1], score: 1 },
      { draftId: rejected[0], score: -1 }
    ]
  })
  expect(await call('datasets.counts', {})).toEqual({
    rankings: 1,
    edits: 0,
    pairs: 2,
    sftRows: 2,
    rewardRows: 3
  })
})

test('all accepted or all rejected makes no pair', async () => {
  const { call, rank, topicIds } = await openDesk({ topics: 2 })
  const [first = '', second = ''] = topicIds
  expect((await rank(first, accept(0, 1, 2))).ranking).toMatchObject({ pairs: 0 })
  expect((await rank(second, accept())).ranking).toMatchObject({ pairs: 0, accepted: [] })
  expect(await call('datasets.counts', {})).toMatchObject({ pairs: 0, sftRows: 3, rewardRows: 6 })
})

test.each<[string, Judge]>([
  [
    'rejects first',
    (ids) => ({ groups: [ids.slice(1), ids.slice(0, 1)], accepted: ids.slice(0, 1) })
  ],
  ['orders the accepted', (ids) => ({ groups: ids.map((id) => [id]), accepted: ids.slice(0, 2) })],
  ['accepts a draft twice', ([a = '', ...rest]) => ({ groups: [[a], rest], accepted: [a, a] })]
])('a verdict that %s is refused and nothing is stored', async (_, judge) => {
  const { rank, rows, topic } = await openDesk()
  await expect(rank(topic, judge)).rejects.toMatchObject({ code: 'invalid_input' })
  expect(await rows()).toEqual([])
})

test('an edit in a verdict is accepted, whatever became of the draft it is of', async () => {
  const { call, rank, topic } = await openDesk()
  const { ranking } = await rank(topic, (ids) => ({
    ...accept()(ids),
    edit: { draftId: ids[1] ?? '', text: 'So it should be.' }
  }))
  const taught = await call('datasets.ofTopic', { topicId: topic })
  expect(ranking).toMatchObject({ edited: true, pairs: 3 })
  expect(taught?.sft).toEqual(ranking.groups[0])
  expect(taught?.rewards.map(({ score }) => score)).toEqual([1, -1, -1, -1])
})

test('everything the person did is stored with the ranking', async () => {
  const { call, rank, rows, topic } = await openDesk({ draftsPerTopic: 4 })
  const item = await call('rankings.item', { topicId: topic })
  const ids = item.drafts.map(({ id }) => id)
  const [a = '', b = '', c = '', d = ''] = ids
  const groups = [[c], [a, d], [b]]
  const { ranking } = await rank(topic, () => ({ groups, elapsedMs: 1234 }))
  expect(ranking).toMatchObject({ groups, pairs: 5, accepted: null })
  expect((await rows())[0]).toMatchObject({
    groups: JSON.stringify(groups),
    presentation: JSON.stringify(ids),
    seed: item.seed,
    elapsed_ms: 1234,
    app_version: '1.2.3',
    accepted: null,
    repeat_of: null,
    edit_draft_id: null
  })
})

test('a ranking taken back can be put back, but not over a newer one', async () => {
  const { call, rank, topic, sitting } = await openDesk()
  const { ranking } = await rank(topic, (ids) => ({
    ...inOrder(ids),
    edit: { draftId: ids[0] ?? '', text: 'Mine.' }
  }))
  await call('rankings.undo', { id: ranking.id })
  expect(await sitting()).toEqual([topic])
  expect(await call('datasets.ofTopic', { topicId: topic })).toBeNull()
  await expect(call('rankings.undo', { id: ranking.id })).rejects.toMatchObject({
    code: 'not_found'
  })
  expect(await call('rankings.restore', { id: ranking.id })).toEqual(ranking)
  expect(await sitting()).toEqual([])

  await call('rankings.undo', { id: ranking.id })
  const newer = await rank(topic)
  await expect(call('rankings.restore', { id: ranking.id })).rejects.toMatchObject({
    code: 'conflict'
  })
  expect(await call('rankings.ofTopic', { topicId: topic })).toEqual(newer.ranking)
})

test('a topic without two drafts has nothing to rank', async () => {
  const { call, topic } = await openDesk({ draftsPerTopic: 1 })
  await expect(call('rankings.item', { topicId: topic })).rejects.toMatchObject({
    code: 'conflict'
  })
})

test('what a ranking became holds the prompt, the texts and the rows in the order of the ranking', async () => {
  const { call, rank, topic } = await openDesk()
  const { drafts } = await call('rankings.item', { topicId: topic })
  const textOf = new Map(drafts.map(({ id, text }) => [id, text]))
  const { ranking } = await rank(topic, (ids) => ({
    groups: ids.toReversed().map((id) => [id]),
    edit: { draftId: ids[2] ?? '', text: 'Rewritten.' }
  }))
  const [edit = '', best = '', middle = '', worst = ''] = ranking.groups.flat()
  const taught = await call('datasets.ofTopic', { topicId: topic })
  expect(taught?.prompt.map(({ role }) => role)).toEqual(['system', 'user'])
  expect(taught?.drafts).toEqual([
    { id: edit, text: 'Rewritten.', edited: true, editOf: best },
    ...[best, middle, worst].map((id) => ({
      id,
      text: textOf.get(id),
      edited: false,
      editOf: null
    }))
  ])
  expect(taught?.pairs).toHaveLength(6)
  expect(taught?.pairs).toContainEqual({ better: edit, worse: best })
  expect(taught?.sft).toEqual([edit])
})
