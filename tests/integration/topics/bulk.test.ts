import { expect, test } from 'vitest'
import { newId } from '../../../src-main/database/ids'
import { addTopics, openAuthoring } from '../../fixtures/authoring'

test('many topics go at once with what they have, and come back whole', async () => {
  const { call, jobs } = await openAuthoring()
  const { topicIds } = await addTopics(call, ['Rain', 'Snow', 'Hail'])
  await jobs.finished((await call('drafts.write', { topicIds: topicIds.slice(0, 2) })).jobId)
  const gone = topicIds.slice(0, 2)
  expect(await call('topics.delete', { ids: gone })).toEqual({ topics: 2, drafts: 6, rankings: 0 })
  // What is gone already is counted no second time.
  expect(await call('topics.delete', { ids: topicIds })).toEqual({
    topics: 1,
    drafts: 0,
    rankings: 0
  })
  expect((await call('topics.list', {})).total).toBe(0)
  expect(await call('topics.restore', { ids: gone })).toEqual({ topics: 2 })
  const { topics, counts } = await call('topics.list', {})
  expect(topics.map(({ status }) => status)).toEqual(['toRank', 'toRank'])
  expect(counts.toRank).toBe(2)
})

test('setting kinds answers what they were, and that takes the change back', async () => {
  const { call } = await openAuthoring()
  const { personaId, topicIds } = await addTopics(call, ['Rain', 'Snow'])
  const [rain = '', snow = ''] = topicIds
  await call('topics.setKinds', { kinds: [{ id: rain, kind: 'essay' }] })
  const changedAt = (await call('topics.get', { id: rain })).updatedAt
  const { before } = await call('topics.setKinds', {
    kinds: [
      { id: rain, kind: 'note' },
      { id: snow, kind: 'note' },
      { id: newId(), kind: 'note' }
    ]
  })
  expect(await call('topics.kinds', { personaId })).toEqual({ kinds: ['note'] })
  expect((await call('topics.get', { id: rain })).updatedAt).toBe(changedAt)
  await call('topics.setKinds', { kinds: before })
  expect((await call('topics.get', { id: rain })).kind).toBe('essay')
  expect((await call('topics.get', { id: snow })).kind).toBe(null)
})

test('kinds are listed by name, of one persona or of all', async () => {
  const { call } = await openAuthoring()
  const one = await addTopics(call, ['Rain', 'Snow'], 'One')
  const two = await addTopics(call, ['Hail'], 'Two')
  const kinds = ['essay', 'Blog', 'note']
  await call('topics.setKinds', {
    kinds: [...one.topicIds, ...two.topicIds].map((id, i) => ({ id, kind: kinds[i] ?? null }))
  })
  expect(await call('topics.kinds', {})).toEqual({ kinds: ['Blog', 'essay', 'note'] })
  expect(await call('topics.kinds', { personaId: two.personaId })).toEqual({ kinds: ['note'] })
})
