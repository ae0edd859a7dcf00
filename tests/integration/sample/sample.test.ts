import path from 'node:path'
import { expect, test } from 'vitest'
import { readSample } from '../../../src-main/sample/texts'
import { countWords } from '../../../src-main/drafts/words'
import { openTestApp } from '../../fixtures/app'

const resourcesDir = path.resolve(import.meta.dirname, '../../../resources')

test('the sample’s drafts are worth ranking: three that differ, of a length that is read in a minute', () => {
  const personas = readSample(resourcesDir)
  expect(personas.map(({ name }) => name)).toEqual([
    'Calm, technical engineer',
    'Twain on the weather',
    'Readwise to Obsidian'
  ])
  const drafts = personas.flatMap(({ topics }) => topics.flatMap((topic) => topic.drafts))
  expect(drafts).toHaveLength(27)
  expect(new Set(drafts).size).toBe(27)
  for (const draft of drafts) {
    expect(countWords(draft)).toBeGreaterThanOrEqual(60)
    expect(countWords(draft)).toBeLessThanOrEqual(160)
  }
})

test('a new project begins with it: nine topics to rank before any model writes', async () => {
  const { call } = await openTestApp({ withSample: true })
  const personas = await call('personas.list', {})
  expect(personas.map(({ sample, counts }) => ({ sample, ...counts }))).toEqual(
    Array.from({ length: 3 }, () => ({
      sample: true,
      topics: 3,
      withoutDrafts: 0,
      toRank: 3,
      ranked: 0,
      pairs: 0
    }))
  )
  expect((await call('rankings.sitting', {})).topicIds).toHaveLength(9)
  const { firstRun, samplePersonas, next, recent } = await call('home.summary', {})
  expect({ firstRun, samplePersonas, recent }).toEqual({
    firstRun: true,
    samplePersonas: 3,
    recent: []
  })
  expect(next.step).toBe('rank')
})

test('what wrote it is said as plainly as for any draft, once it is ranked', async () => {
  const { call } = await openTestApp({ withSample: true })
  const [topicId = ''] = (await call('rankings.sitting', {})).topicIds
  const { drafts, seed } = await call('rankings.item', { topicId })
  const ids = drafts.map(({ id }) => id)
  const { origins } = await call('rankings.submit', {
    topicId,
    groups: ids.map((id) => [id]),
    presentation: ids,
    seed,
    elapsedMs: 1
  })
  expect(origins[ids[0] ?? '']).toMatchObject({ engine: 'sample', model: 'The sample' })
  expect(await call('drafts.cost', { topicId })).toBe(null)
  expect((await call('home.summary', {})).firstRun).toBe(false)
})

test('removed it stays away, from the next start too, and can be brought back', async () => {
  const first = await openTestApp({ withSample: true })
  expect(await first.call('project.removeSample', {})).toEqual({ personas: 3 })
  expect(await first.call('home.summary', {})).toMatchObject({
    firstRun: true,
    samplePersonas: 0,
    recent: [{ text: 'Removed the sample', undo: { kind: 'sample' } }],
    next: { step: 'add-persona' }
  })
  await first.app.close()
  const { call } = await openTestApp({ projectDir: first.projectDir, withSample: true })
  expect(await call('personas.list', {})).toEqual([])
  expect(await call('project.restoreSample', {})).toEqual({ personas: 3 })
  expect((await call('personas.list', {})).map(({ counts }) => counts.toRank)).toEqual([3, 3, 3])
})

test('bringing it back leaves a persona away that was deleted alone before', async () => {
  const { call } = await openTestApp({ withSample: true })
  const [first] = await call('personas.list', {})
  await call('personas.delete', { id: first?.id ?? '' })
  // The clock has moved on: what goes in one moment went together.
  const at = Date.now()
  await expect.poll(Date.now).toBeGreaterThan(at)
  await call('project.removeSample', {})
  expect(await call('project.restoreSample', {})).toEqual({ personas: 2 })
  expect((await call('home.summary', {})).recent).toMatchObject([
    { text: `Deleted ${first?.name ?? ''}`, undo: { kind: 'persona', id: first?.id } }
  ])
})

test('a topic or a persona of one’s own ends the first run', async () => {
  const { call } = await openTestApp({ withSample: true })
  const [first] = await call('personas.list', {})
  await call('topics.create', { personaId: first?.id ?? '', title: 'Mine', prompt: 'Mine' })
  expect((await call('home.summary', {})).firstRun).toBe(false)
})

test('a project without it, and one that was there before, get none', async () => {
  const first = await openTestApp()
  expect(await first.call('personas.list', {})).toEqual([])
  await first.app.close()
  const again = await openTestApp({ projectDir: first.projectDir, withSample: true })
  expect(await again.call('personas.list', {})).toEqual([])
})
