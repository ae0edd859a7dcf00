import { expect, test } from 'vitest'
import { openTestApp } from '../../fixtures/app'

const SAMPLING = { temperature: 0.9, topP: 1, minP: 0, maxTokens: 20 }

async function writtenTopics(lines: string) {
  const { app, call } = await openTestApp()
  const persona = await call('personas.create', { name: 'Pilot', description: 'Short and dry.' })
  const { added } = await call('topics.paste', { personaId: persona.id, text: lines })
  const { jobId } = await call('drafts.write', {
    topicIds: added.map(({ id }) => id),
    sampling: SAMPLING,
    seed: 1
  })
  const job = await app.jobs.finished(jobId)
  return { app, call, persona, topics: added, job }
}

test('three drafts are written, ranked blind, and become pairs; undo takes them back', async () => {
  const { call, persona, topics, job } = await writtenTopics('A word on tides')
  expect(job.state.status).toBe('succeeded')
  const topicId = topics[0]?.id ?? ''
  const drafts = await call('drafts.list', { topicId })
  expect(drafts).toHaveLength(3)
  expect(new Set(drafts.map(({ text }) => text)).size).toBe(3)
  expect(drafts.every(({ origin }) => origin === null)).toBe(true)

  const item = await call('rankings.item', { topicId })
  expect(JSON.stringify(item)).not.toMatch(/SmolLM|temperature|0\.9/)
  const [best = '', middle = '', worst = ''] = item.drafts.map(({ id }) => id)
  const answer = await call('rankings.submit', {
    topicId,
    groups: [[best], [middle], [worst]],
    presentation: [best, middle, worst],
    seed: item.seed,
    elapsedMs: 4000
  })
  expect(answer.ranking.pairs).toBe(3)
  expect(answer.origins[best]).toMatchObject({ engine: 'embedded', model: 'SmolLM2 135M Instruct' })
  expect((await call('topics.get', { id: topicId })).status).toBe('ranked')
  expect((await call('personas.get', { id: persona.id })).counts).toMatchObject({
    ranked: 1,
    pairs: 3
  })

  await call('rankings.undo', { id: answer.ranking.id })
  expect((await call('topics.get', { id: topicId })).status).toBe('toRank')
  expect((await call('rankings.sitting', {})).topicIds).toEqual([topicId])
  const again = await call('rankings.item', { topicId })
  expect(again.drafts).toEqual(item.drafts)
})

test('an edit is the answer to learn and stands above the draft it came from', async () => {
  const { call, topics } = await writtenTopics('A word on tides')
  const topicId = topics[0]?.id ?? ''
  const { drafts, seed } = await call('rankings.item', { topicId })
  const ids = drafts.map(({ id }) => id)
  const { ranking } = await call('rankings.submit', {
    topicId,
    groups: ids.map((id) => [id]),
    presentation: ids,
    seed,
    elapsedMs: 1,
    edit: { draftId: ids[0] ?? '', text: 'Mind the tide.' }
  })
  expect(ranking.pairs).toBe(6)
  expect(ranking.groups[0]).toHaveLength(1)
  expect(ids).not.toContain(ranking.groups[0]?.[0])
  // The topic still shows what was written, not the edit.
  expect(await call('drafts.list', { topicId })).toHaveLength(3)
})

test('a ranking of drafts that are not there is refused and nothing is stored', async () => {
  const { call, topics } = await writtenTopics('A word on tides')
  const topicId = topics[0]?.id ?? ''
  const { drafts, seed } = await call('rankings.item', { topicId })
  const [a = '', b = ''] = drafts.map(({ id }) => id)
  await expect(
    call('rankings.submit', {
      topicId,
      groups: [[a], [b]],
      presentation: [a, b],
      seed,
      elapsedMs: 1
    })
  ).rejects.toMatchObject({ code: 'conflict' })
  expect(await call('rankings.recent', {})).toEqual([])
})

test('new drafts of a ranked topic wait to be ranked, and the old ranking still counts', async () => {
  const { app, call, persona, topics } = await writtenTopics('A word on tides')
  const topicId = topics[0]?.id ?? ''
  const rank = async (): Promise<void> => {
    const { drafts, seed } = await call('rankings.item', { topicId })
    const ids = drafts.map(({ id }) => id)
    await call('rankings.submit', {
      topicId,
      groups: ids.map((id) => [id]),
      presentation: ids,
      seed,
      elapsedMs: 1
    })
  }
  await rank()
  const { jobId } = await call('drafts.write', { topicIds: [topicId], sampling: SAMPLING, seed: 2 })
  await app.jobs.finished(jobId)
  expect((await call('topics.get', { id: topicId })).status).toBe('toRank')
  await rank()
  expect((await call('personas.get', { id: persona.id })).counts).toMatchObject({
    ranked: 1,
    pairs: 6
  })
})

test('the model writes one draft again, and none of the three is like another', async () => {
  const { app, call, topics } = await writtenTopics('A word on tides')
  const topicId = topics[0]?.id ?? ''
  const before = await call('drafts.list', { topicId })
  const { jobId } = await call('drafts.writeAgain', { topicId, index: 1, sampling: SAMPLING })
  expect((await app.jobs.finished(jobId)).state.status).toBe('succeeded')
  const after = await call('drafts.list', { topicId })
  expect(after.map(({ id }) => id === before[0]?.id || id === before[2]?.id)).toEqual([
    true,
    false,
    true
  ])
  const texts = [...before, ...after].map(({ text }) => text)
  expect(new Set(texts).size).toBe(4)
  expect((await call('rankings.item', { topicId })).drafts).toHaveLength(3)
})

test('stopping keeps what is written, and continuing writes only the rest', async () => {
  const { app, call } = await openTestApp()
  const persona = await call('personas.create', { name: 'Pilot', description: 'Dry.' })
  const { added } = await call('topics.paste', {
    personaId: persona.id,
    text: 'One\nTwo\nThree'
  })
  const topicIds = added.map(({ id }) => id)
  const { jobId } = await call('drafts.write', {
    topicIds,
    sampling: { ...SAMPLING, maxTokens: 60 },
    seed: 1
  })
  const count = async (id = ''): Promise<number> =>
    (await call('drafts.list', { topicId: id })).length
  await expect.poll(() => count(topicIds[0]), { timeout: 30_000 }).toBe(3)
  await call('jobs.cancel', { id: jobId })
  expect((await app.jobs.finished(jobId)).state.status).toBe('cancelled')
  const first = await call('drafts.list', { topicId: topicIds[0] ?? '' })

  await call('jobs.retry', { id: jobId })
  expect((await app.jobs.finished(jobId)).state.status).toBe('succeeded')
  expect(await call('drafts.list', { topicId: topicIds[0] ?? '' })).toEqual(first)
  expect(await count(topicIds[2])).toBe(3)
})

test('deleting a persona hides what it has, and restoring brings all of it back', async () => {
  const { call, persona, topics } = await writtenTopics('A word on tides')
  expect(await call('personas.delete', { id: persona.id })).toEqual({
    topics: 1,
    drafts: 3,
    rankings: 0
  })
  expect((await call('topics.list', {})).topics).toEqual([])
  expect((await call('rankings.sitting', {})).topicIds).toEqual([])
  await call('personas.restore', { id: persona.id })
  expect((await call('rankings.sitting', {})).topicIds).toEqual([topics[0]?.id])
})
