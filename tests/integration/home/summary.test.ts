import path from 'node:path'
import { expect, test } from 'vitest'
import { openTestApp } from '../../fixtures/app'
import { temporaryFolder } from '../../fixtures/project'
import { writeProject } from '../../fixtures/written-project'

async function openWritten(filling: { topics: number; ranked?: number; personas?: number }) {
  const projectDir = path.join(temporaryFolder(), 'Test project')
  const written = await writeProject({ projectDir, ...filling })
  return { ...(await openTestApp({ projectDir })), ...written }
}

test('an empty project begins with a voice', async () => {
  const { call } = await openTestApp()
  expect(await call('home.summary', {})).toMatchObject({
    firstRun: true,
    samplePersonas: 0,
    next: { step: 'add-persona' },
    stations: { topics: { count: 0, personas: 0, withoutDrafts: 0 }, model: { name: null } },
    recent: []
  })
})

test('the stations count what is there, over all personas, and the first rule that holds is next', async () => {
  const { call, personaIds } = await openWritten({ topics: 10, ranked: 4, personas: 2 })
  await call('topics.create', { personaId: personaIds[0] ?? '', title: 'New', prompt: 'New' })
  const { stations, next, ranked, firstRun } = await call('home.summary', {})
  expect(firstRun).toBe(false)
  expect(stations).toMatchObject({
    topics: { count: 11, personas: 2, withoutDrafts: 1 },
    toRank: { count: 6 },
    pairs: { count: 12, sinceLastRun: 12 },
    runs: { count: 0, lastAt: null }
  })
  expect(next).toMatchObject({
    step: 'rank',
    title: '6 topics have fresh drafts to rank.',
    text: 'About 3 minutes at two keys a topic. They add up to 18 pairs to what the next run learns.'
  })
  expect(ranked.map(({ ranked: count, topics }) => [count, topics])).toEqual([
    [2, 6],
    [2, 5]
  ])
})

test('with all drafts ranked, topics without drafts come next, and then a run when it is worth it', async () => {
  const { call, personaIds } = await openWritten({ topics: 34, ranked: 34 })
  expect((await call('home.summary', {})).next).toMatchObject({
    step: 'start-run',
    title: '102 new pairs are ready to learn from.'
  })
  const [personaId = ''] = personaIds
  await call('topics.create', { personaId, title: 'New', prompt: 'New' })
  expect((await call('home.summary', {})).next).toMatchObject({
    step: 'write-drafts',
    button: 'Write drafts for 1',
    subjectId: personaId
  })
})

test('recent deletions can be undone from here, and undoing takes them off the list', async () => {
  const { call, topicIds, personaIds } = await openWritten({ topics: 4, personas: 2 })
  const ids = topicIds.filter((_, index) => index % 2 === 0)
  await call('topics.delete', { ids })
  const [deletion] = (await call('home.summary', {})).recent
  expect(deletion).toMatchObject({ text: 'Deleted 2 topics', figure: 'Voice 1' })
  expect(deletion?.undo).toMatchObject({ kind: 'topics' })
  if (deletion?.undo?.kind === 'topics') await call('topics.restore', { ids: deletion.undo.ids })
  expect((await call('home.summary', {})).recent).toEqual([])

  const [first = ''] = personaIds
  await call('topics.delete', { ids })
  await call('personas.delete', { id: first })
  // The topics went with their persona; only it can be brought back now.
  expect((await call('home.summary', {})).recent).toMatchObject([
    { text: 'Deleted Voice 1', figure: '', undo: { kind: 'persona', id: first } }
  ])
  await call('personas.restore', { id: first })
  expect((await call('home.summary', {})).recent).toMatchObject([{ text: 'Deleted 2 topics' }])
})
