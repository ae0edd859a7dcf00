import { expect, test } from 'vitest'
import type { CallInput } from '@contract/calls'
import { addTopics, openAuthoring, type Authoring } from '../../fixtures/authoring'

const titles = async (
  { call }: Pick<Authoring, 'call'>,
  input: CallInput<'topics.list'>
): Promise<string[]> => (await call('topics.list', input)).topics.map(({ title }) => title)

test('a page is cut in the database, and pages join without a gap or an overlap', async () => {
  const project = await openAuthoring()
  const { call } = project
  const all = Array.from({ length: 25 }, (_, i) => `Topic ${String(i).padStart(2, '0')}`)
  const { personaId } = await addTopics(call, [])
  await call('topics.paste', { personaId, text: all.join('\n') })
  const sort = { by: 'title', descending: false } as const
  const page = await call('topics.list', { sort, offset: 10, limit: 10 })
  expect(page.topics.map(({ title }) => title)).toEqual(all.slice(10, 20))
  expect(page.total).toBe(25)
  // All of them changed at the same moment.
  const pages = await Promise.all(
    [0, 10, 20].map((offset) => titles(project, { offset, limit: 10 }))
  )
  expect(new Set(pages.flat()).size).toBe(25)
})

test('search looks in titles and prompts, without case and accents; % and _ are themselves', async () => {
  const project = await openAuthoring()
  const { call } = project
  const { personaId } = await addTopics(call, ['Café life', 'ÄRGER', '100% rain', '100 days'])
  await call('topics.create', { personaId, title: 'A walk', prompt: 'Write on the SNOW_line.' })
  const find = (search: string) => titles(project, { search })
  expect(await find('cafe')).toEqual(['Café life'])
  expect(await find('CAFÉ')).toEqual(['Café life'])
  expect(await find('ärger')).toEqual(['ÄRGER'])
  expect(await find('snow_')).toEqual(['A walk'])
  expect(await find('100%')).toEqual(['100% rain'])
  expect(await find('_')).toEqual(['A walk'])
  expect(await find('%')).toEqual(['100% rain'])
  expect(await find('glacier')).toEqual([])
})

test('filters count what the others leave, and the status does not change the counts', async () => {
  const { call, jobs } = await openAuthoring()
  const mine = await addTopics(call, ['Rain', 'Snow', 'Hail'], 'Mine')
  await addTopics(call, ['Rain'], 'Other')
  await call('topics.setKinds', {
    kinds: mine.topicIds.slice(0, 2).map((id) => ({ id, kind: 'essay' }))
  })
  const { jobId } = await call('drafts.write', { topicIds: mine.topicIds.slice(0, 1) })
  await jobs.finished(jobId)

  const list = await call('topics.list', {
    personaId: mine.personaId,
    kind: 'essay',
    status: 'toRank'
  })
  expect(list.topics.map(({ title }) => title)).toEqual(['Rain'])
  expect(list).toMatchObject({
    total: 1,
    counts: { all: 2, noDrafts: 1, toRank: 1, ranked: 0 }
  })
  expect((await call('topics.list', { search: 'rain' })).counts.all).toBe(2)
  expect((await call('topics.list', {})).counts).toEqual({
    all: 4,
    noDrafts: 3,
    toRank: 1,
    ranked: 0
  })
})

test('sorts by title without case and accents, by persona, by kind and by what can be done next', async () => {
  const project = await openAuthoring()
  const { call, jobs } = project
  const { topicIds } = await addTopics(call, ['banana', 'Éclair', 'apple'], 'zoe')
  await addTopics(call, ['Damson'], 'Adam')
  await call('topics.setKinds', { kinds: [{ id: topicIds[1] ?? '', kind: 'note' }] })
  const { jobId } = await call('drafts.write', { topicIds: topicIds.slice(2) })
  await jobs.finished(jobId)
  const by = (key: 'title' | 'persona' | 'kind' | 'status', descending = false) =>
    titles(project, { sort: { by: key, descending } })
  expect(await by('title')).toEqual(['apple', 'banana', 'Damson', 'Éclair'])
  expect(await by('title', true)).toEqual(['Éclair', 'Damson', 'banana', 'apple'])
  expect((await by('persona'))[0]).toBe('Damson')
  expect((await by('kind', true))[0]).toBe('Éclair')
  expect((await by('status'))[0]).toBe('apple')
})

test('the ids of a filter come in the order of its sort, however many', async () => {
  const project = await openAuthoring()
  const { call } = project
  const { personaId } = await addTopics(call, [])
  const lines = Array.from({ length: 1200 }, (_, i) => `Number ${String(i).padStart(4, '0')}`)
  const { added } = await call('topics.paste', { personaId, text: lines.join('\n') })
  expect(added.map(({ title }) => title)).toEqual(lines)
  const { ids } = await call('topics.ids', { sort: { by: 'title', descending: false } })
  expect(ids).toEqual(added.map(({ id }) => id))
})

test('the topics of a deleted persona are nowhere', async () => {
  const { call } = await openAuthoring()
  const { personaId, topicIds } = await addTopics(call, ['Rain'])
  await call('topics.setKinds', { kinds: [{ id: topicIds[0] ?? '', kind: 'essay' }] })
  await call('personas.delete', { id: personaId })
  expect(await call('topics.list', {})).toMatchObject({ topics: [], counts: { all: 0 } })
  expect(await call('topics.kinds', {})).toEqual({ kinds: [] })
  await expect(call('topics.get', { id: topicIds[0] ?? '' })).rejects.toMatchObject({
    code: 'not_found'
  })
})
