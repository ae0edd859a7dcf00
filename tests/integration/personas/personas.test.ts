import { expect, test } from 'vitest'
import { addTopics, openAuthoring } from '../../fixtures/authoring'

test('what a voice keeps out is stored and told to the model', async () => {
  const { call } = await openAuthoring()
  const made = await call('personas.create', {
    name: 'Pilot',
    description: 'Dry.',
    keepOut: ['game changer', ' unlock ']
  })
  expect(made.keepOut).toEqual(['game changer', 'unlock'])
  expect(made.systemMessage).toContain('Never write: game changer; unlock.')
  const { id } = made
  const changed = await call('personas.update', { id, name: 'Pilot', description: 'Dry.' })
  expect(changed.systemMessage).not.toContain('Never write')
})

test('a persona’s own writer is kept until it is set back to the default', async () => {
  const { call } = await openAuthoring()
  const { id } = await call('personas.create', { name: 'Pilot', description: 'Dry.' })
  const writer = { engine: 'openai', server: 'other', model: 'qwen' } as const
  await call('personas.setWriter', { id, writer, draftsPerTopic: 2 })
  expect(await call('personas.get', { id })).toMatchObject({ writer, draftsPerTopic: 2 })
  // Editing the voice leaves it alone.
  await call('personas.update', { id, name: 'Pilot', description: 'Drier.' })
  expect((await call('personas.list', {}))[0]).toMatchObject({ writer, draftsPerTopic: 2 })
  await call('personas.setWriter', { id, writer: null, draftsPerTopic: null })
  expect(await call('personas.get', { id })).toMatchObject({ writer: null, draftsPerTopic: null })
})

test('one persona and the list count alike, each its own topics alone', async () => {
  const { call, jobs } = await openAuthoring()
  const { personaId, topicIds } = await addTopics(call, ['Rain', 'Snow', 'Hail'], 'Mine')
  await addTopics(call, ['Fog'], 'Other')
  await jobs.finished((await call('drafts.write', { topicIds: topicIds.slice(1) })).jobId)
  await call('topics.delete', { ids: topicIds.slice(2) })
  const { counts } = await call('personas.get', { id: personaId })
  expect(counts).toEqual({ topics: 2, withoutDrafts: 1, toRank: 1, ranked: 0, pairs: 0 })
  const list = await call('personas.list', {})
  expect(list.map(({ name }) => name)).toEqual(['Mine', 'Other'])
  expect(list[0]?.counts).toEqual(counts)
  expect(list[1]?.counts).toMatchObject({ topics: 1, withoutDrafts: 1 })
})

test('a new name is known in the lists of topics at once', async () => {
  const { call, events } = await openAuthoring()
  const { personaId } = await addTopics(call, ['Rain'], 'Old')
  const changed: string[] = []
  events.listen(({ name, payload }) => {
    if (name === 'changed') changed.push(payload.topic)
  })
  await call('personas.update', { id: personaId, name: 'New', description: 'Dry.' })
  expect(changed).toContain('topics')
  expect((await call('topics.list', {})).topics[0]?.personaName).toBe('New')
})
