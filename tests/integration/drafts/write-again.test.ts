import { expect, test } from 'vitest'
import { AppError } from '../../../src-main/app-error'
import { insertRanking } from '../../../src-main/rankings/repository'
import { addTopics, openAuthoring } from '../../fixtures/authoring'

async function openWritten() {
  const project = await openAuthoring()
  const { call, jobs, db } = project
  const { topicIds } = await addTopics(call, ['One'])
  const [topicId = ''] = topicIds
  const { jobId } = await call('drafts.write', { topicIds })
  await jobs.finished(jobId)
  const drafts = () => call('drafts.list', { topicId })
  const texts = async () => (await drafts()).map(({ text }) => text)
  const again = async (index: number) => (await call('drafts.writeAgain', { topicId, index })).jobId
  const rank = async (): Promise<void> => {
    const ids = (await drafts()).map(({ id }) => id)
    const { set_id: setId } = await db
      .selectFrom('drafts')
      .select('set_id')
      .where('id', '=', ids[0] ?? '')
      .executeTakeFirstOrThrow()
    await insertRanking(db, {
      topicId,
      setId,
      groups: ids.map((id) => [id]),
      presentation: ids,
      seed: 1,
      elapsedMs: 1,
      appVersion: '0',
      editDraftId: null
    })
  }
  return { ...project, topicId, drafts, texts, again, rank }
}

test('one draft is written anew in its place, unlike all that stood there; the old one is history', async () => {
  const { call, jobs, topicId, drafts, texts, again, model } = await openWritten()
  const before = await drafts()
  model.write = () => 'A new one'
  await jobs.finished(await again(1))
  expect(await texts()).toEqual([before[0]?.text, 'A new one', before[2]?.text])
  expect(model.requests.at(-1)).toMatchObject({ count: 1, unlike: before.map(({ text }) => text) })
  expect(await call('drafts.history', { topicId })).toMatchObject([
    { ranked: false, drafts: [{ id: before[1]?.id, origin: null }] }
  ])
  expect((await call('topics.get', { id: topicId })).drafts).toBe(3)
})

test('while it is written the others stand beside it', async () => {
  const { call, jobs, topicId, texts, again, model } = await openWritten()
  const before = await texts()
  model.waits = true
  model.write = () => 'Half a '
  const jobId = await again(0)
  await expect.poll(() => model.requests).toHaveLength(2)
  const writing = await call('drafts.writing', { topicId })
  expect(writing?.slots.map(({ state, text }) => ({ state, text }))).toEqual([
    { state: 'writing', text: 'Half a ' },
    { state: 'done', text: before[1] },
    { state: 'done', text: before[2] }
  ])
  expect(writing?.tokenLimit).toBe(500)
  // Half a draft takes no whole one's place.
  await jobs.cancel(jobId)
  await jobs.finished(jobId)
  expect(await texts()).toEqual(before)
})

test('a draft that failed is filled in', async () => {
  const { call, jobs, model } = await openAuthoring()
  const { topicIds } = await addTopics(call, ['One'])
  const [topicId = ''] = topicIds
  model.write = (_, index) =>
    index === 0 ? 'The first' : new AppError({ code: 'engine_refused', message: 'It hung up.' })
  await jobs.finished((await call('drafts.write', { topicIds })).jobId)
  expect((await call('topics.get', { id: topicId })).status).toBe('stopped')

  model.write = () => 'The third'
  await jobs.finished((await call('drafts.writeAgain', { topicId, index: 2 })).jobId)
  const drafts = await call('drafts.list', { topicId })
  expect(drafts.map(({ variantIndex, text }) => [variantIndex, text])).toEqual([
    [0, 'The first'],
    [2, 'The third']
  ])
  expect(await call('topics.get', { id: topicId })).toMatchObject({ status: 'toRank', drafts: 2 })
})

test('drafts that are ranked are not written again', async () => {
  const { again, rank, texts } = await openWritten()
  await rank()
  const before = await texts()
  await expect(again(0)).rejects.toMatchObject({ code: 'conflict' })
  expect(await texts()).toEqual(before)
})

test('a draft that comes after the ranking was made is left out, and the ranking stands', async () => {
  const { jobs, call, topicId, again, rank, texts, model } = await openWritten()
  const before = await texts()
  model.write = () => 'Too late'
  // The ranking is made the moment the model is asked.
  const generate = model.generator.generate
  model.generator.generate = async (request) => {
    await rank()
    return generate(request)
  }
  const job = await jobs.finished(await again(0))
  expect(job.state).toMatchObject({ status: 'failed', error: { code: 'conflict' } })
  expect(await texts()).toEqual(before)
  expect((await call('topics.get', { id: topicId })).status).toBe('ranked')
})

test('after a crash in the middle a retry writes it; a second retry changes nothing', async () => {
  const { jobs, again, texts, model, reopen, topicId } = await openWritten()
  const before = await texts()
  model.waits = true
  const jobId = await again(2)
  await expect.poll(() => model.requests).toHaveLength(2)
  await jobs.close()

  model.waits = false
  model.write = () => 'After the crash'
  const next = reopen()
  await next.jobs.recover()
  await next.jobs.retry(jobId)
  await next.jobs.finished(jobId)
  const list = await next.call('drafts.list', { topicId })
  expect(list.map(({ text }) => text)).toEqual([before[0], before[1], 'After the crash'])
})
