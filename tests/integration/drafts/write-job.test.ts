import { expect, test } from 'vitest'
import { AppError } from '../../../src-main/app-error'
import { newId } from '../../../src-main/database/ids'
import { addTopics, openAuthoring, type Authoring } from '../../fixtures/authoring'

async function openWriting(titles: string[]) {
  const project = await openAuthoring()
  const { personaId, topicIds } = await addTopics(project.call, titles)
  const write = async (ids: string[]): Promise<string> =>
    (await project.call('drafts.write', { topicIds: ids })).jobId
  return { ...project, personaId, topicIds, write }
}

const countDrafts = async ({ call }: Pick<Authoring, 'call'>, topicId = ''): Promise<number> =>
  (await call('drafts.list', { topicId })).length

test('a topic that waits in the queue is not taken a second time, until its job is cancelled', async () => {
  const { jobs, write, topicIds, model } = await openWriting(['One', 'Two'])
  const [one = '', two = ''] = topicIds
  model.waits = true
  const first = await write([one])
  const [second, again] = await Promise.allSettled([write([two]), write([two])])
  expect(second.status).toBe('fulfilled')
  expect(again).toMatchObject({ status: 'rejected', reason: { code: 'conflict' } })
  if (second.status === 'fulfilled') await jobs.cancel(second.value)
  const third = await write([two])
  await expect.poll(model.prompts).toEqual(['One'])
  model.waits = false
  await jobs.cancel(first)
  await jobs.finished(third)
  expect(model.prompts()).toEqual(['One', 'Two'])
})

test('a batch leaves out what is being written already, and writes the rest', async () => {
  const { jobs, write, topicIds, model } = await openWriting(['One', 'Two', 'Three'])
  model.waits = true
  const first = await write(topicIds.slice(0, 1))
  const batch = await write(topicIds)
  expect((await jobs.get(batch)).title).toBe('Write drafts for 2 topics')
  await expect.poll(model.prompts).toEqual(['One'])
  model.waits = false
  await jobs.cancel(first)
  await jobs.finished(batch)
  expect(model.prompts()).toEqual(['One', 'Two', 'Three'])
})

test('a topic named twice is written once', async () => {
  const project = await openWriting(['One'])
  const [one = ''] = project.topicIds
  await project.jobs.finished(await project.write([one, one]))
  expect(await countDrafts(project, one)).toBe(3)
})

test('a topic that is deleted while it waits is passed over, and the others are written', async () => {
  const { jobs, call, write, topicIds, model } = await openWriting(['One', 'Two', 'Three'])
  model.waits = true
  const job = await write(topicIds)
  await expect.poll(model.prompts).toEqual(['One'])
  await call('topics.delete', { ids: topicIds.slice(1, 2) })
  model.waits = false
  await jobs.cancel(job)
  await jobs.finished(job)
  await jobs.retry(job)
  expect((await jobs.finished(job)).state.status).toBe('succeeded')
  expect(model.prompts()).toEqual(['One', 'Three'])
})

test.each(['topics.delete', 'personas.delete'] as const)(
  'deleting what is being written (%s) stops the model; it comes back without half drafts',
  async (deletion) => {
    const { jobs, call, write, topicIds, personaId, model } = await openWriting(['One'])
    model.waits = true
    const job = await write(topicIds)
    await expect.poll(model.prompts).toEqual(['One'])
    if (deletion === 'topics.delete') await call('topics.delete', { ids: topicIds })
    else await call('personas.delete', { id: personaId })
    await jobs.finished(job)

    if (deletion === 'topics.delete') await call('topics.restore', { ids: topicIds })
    else await call('personas.restore', { id: personaId })
    expect(await call('topics.get', { id: topicIds[0] ?? '' })).toMatchObject({
      status: 'stopped',
      statusReason: 'Stopped when the topic was deleted',
      drafts: 0
    })
  }
)

test('what the person stops is kept, and what a closing app had half written is written anew', async () => {
  const project = await openWriting(['One', 'Two'])
  const { jobs, write, topicIds, model, reopen } = project
  const [one = '', two = ''] = topicIds
  model.waits = true
  const stopped = await write([one])
  await expect.poll(model.prompts).toHaveLength(1)
  await jobs.cancel(stopped)
  await jobs.finished(stopped)
  const kept = await project.call('drafts.list', { topicId: one })
  expect(kept.map(({ cutShort }) => cutShort)).toEqual([true, true, true])

  const closed = await write([two])
  await expect.poll(model.prompts).toHaveLength(2)
  await jobs.close()
  model.waits = false
  const next = reopen()
  expect(await countDrafts(next, two)).toBe(0)
  await next.jobs.recover()
  await next.jobs.retry(closed)
  await next.jobs.finished(closed)
  expect(await countDrafts(next, two)).toBe(3)
})

test('continuing an old job leaves a topic alone that was written since', async () => {
  const { jobs, write, topicIds, model } = await openWriting(['One', 'Two'])
  model.waits = true
  const old = await write(topicIds)
  await expect.poll(model.prompts).toEqual(['One'])
  await jobs.cancel(old)
  await jobs.finished(old)
  model.waits = false
  await jobs.finished(await write(topicIds.slice(1)))
  await jobs.retry(old)
  expect((await jobs.finished(old)).state.status).toBe('succeeded')
  expect(model.prompts()).toEqual(['One', 'Two'])
})

test('a server writes topics side by side as far as it may, the built-in writer one by one', async () => {
  const { jobs, write, topicIds, model } = await openWriting(['One', 'Two', 'Three', 'Four'])
  model.waits = true
  const alone = await write(topicIds.slice(0, 2))
  await expect.poll(model.prompts).toEqual(['One'])
  await jobs.cancel(alone)
  await jobs.finished(alone)

  model.parallel = 6
  const batch = await write(topicIds.slice(1))
  await expect.poll(model.prompts).toEqual(['One', 'Two', 'Three'])
  model.waits = false
  await jobs.cancel(batch)
  await jobs.finished(batch)
  await jobs.retry(batch)
  expect((await jobs.finished(batch)).state.status).toBe('succeeded')
  expect(model.prompts()).toEqual(['One', 'Two', 'Three', 'Four'])
})

test('a persona’s own writer and number of drafts go before the settings’, and the person’s choice before both', async () => {
  const { call, jobs, topicIds, personaId, settings, writers, write } = await openWriting(['One'])
  const other = await addTopics(call, ['Two'], 'Other')
  const own = { engine: 'openai', server: 'lmstudio', model: 'qwen' } as const
  await call('personas.setWriter', { id: personaId, writer: own, draftsPerTopic: 2 })
  await jobs.finished(await write([...topicIds, ...other.topicIds]))
  expect(writers).toEqual([own, settings.writer])
  expect(await countDrafts({ call }, topicIds[0])).toBe(2)
  expect(await countDrafts({ call }, other.topicIds[0])).toBe(3)

  const chosen = { engine: 'embedded', modelId: newId() } as const
  const { jobId } = await call('drafts.write', { topicIds, writer: chosen, count: 4 })
  await jobs.finished(jobId)
  expect(writers.at(-1)).toEqual(chosen)
  expect(await countDrafts({ call }, topicIds[0])).toBe(4)
})

test('without any model writing is refused before it begins, unless the persona has its own', async () => {
  const { call, topicIds, personaId, settings, write, jobs } = await openWriting(['One'])
  settings.writer = null
  await expect(write(topicIds)).rejects.toMatchObject({
    code: 'engine_no_model',
    remedy: { action: 'open-engine-settings' }
  })
  expect(await call('topics.get', { id: topicIds[0] ?? '' })).toMatchObject({ status: 'noDrafts' })
  const writer = { engine: 'openai', server: 'other', model: 'qwen' } as const
  await call('personas.setWriter', { id: personaId, writer, draftsPerTopic: null })
  expect((await jobs.finished(await write(topicIds))).state.status).toBe('succeeded')
})

test('a draft that failed does not stop the others, and a topic left with one says why', async () => {
  const { call, jobs, write, topicIds, model } = await openWriting(['One', 'Two'])
  const failure = new AppError({ code: 'engine_refused', message: 'The server hung up.' })
  model.write = ({ messages }, index) =>
    index === 0 || (index === 1 && messages.at(-1)?.content === 'One')
      ? `Draft ${String(index)} of ${messages.at(-1)?.content ?? ''}`
      : failure
  const job = await jobs.finished(await write(topicIds))
  expect(job.state.status).toBe('succeeded')
  expect(await call('topics.get', { id: topicIds[0] ?? '' })).toMatchObject({ status: 'toRank' })
  expect(await call('topics.get', { id: topicIds[1] ?? '' })).toMatchObject({
    status: 'stopped',
    statusReason: 'The server hung up.',
    drafts: 1
  })
})

test('every draft is stored with what it takes to write it again', async () => {
  const { db, jobs, write, topicIds } = await openWriting(['One'])
  await jobs.finished(await write(topicIds))
  const rows = await db.selectFrom('drafts').select('origin').orderBy('variant_index').execute()
  expect(rows.map(({ origin }): unknown => JSON.parse(origin))[1]).toMatchObject({
    engine: 'embedded',
    model: 'A model',
    sampling: { temperature: 0.7, topP: 0.95, minP: 0.05, maxTokens: 500 },
    seed: expect.any(Number) as number,
    promptTokens: 20,
    completionTokens: 5,
    elapsedMs: 1
  })
})
