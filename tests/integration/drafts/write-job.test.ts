import path from 'node:path'
import { expect, test } from 'vitest'
import { Sampling } from '../../../src-preload/contract/generation'
import { newId } from '../../../src-main/database/ids'
import { draftHandlers } from '../../../src-main/drafts/drafts'
import type { GenerateRequest, Generator } from '../../../src-main/generation/generator'
import { JobRunner } from '../../../src-main/jobs/runner'
import { insertPersona } from '../../../src-main/personas/repository'
import { insertTopics, setTopicDeleted } from '../../../src-main/topics/repository'
import { createWritingNow } from '../../../src-main/topics/writing-now'
import { openTestProject } from '../../fixtures/project'

/** Writes at once, unless it is to wait for the abort and give back what it has, as an engine does. */
function scriptedWriter() {
  const asked: string[] = []
  const script = { waits: false }
  const generate = async ({ messages, count, signal }: GenerateRequest) => {
    asked.push(messages.at(-1)?.content ?? '')
    if (script.waits) await new Promise((resolve) => signal?.addEventListener('abort', resolve))
    const stopReason = script.waits ? ('aborted' as const) : ('endOfTurn' as const)
    return Array.from({ length: count }, (_, index) => ({
      index,
      text: `Draft ${String(index)}`,
      seed: index,
      stopReason,
      promptTokens: 1,
      completionTokens: 1,
      elapsedMs: 1,
      firstTokenMs: 1
    }))
  }
  const generator: Generator = { generate, close: () => Promise.resolve() }
  return { asked, script, generator }
}

async function openWriting(titles: string[]) {
  const project = await openTestProject()
  const { db, projectDir } = project
  const personaId = await insertPersona(db, { name: 'Pilot', description: 'Dry.', tags: [] })
  const topicIds = await insertTopics(
    db,
    titles.map((title) => ({ personaId, title, prompt: title, kind: null }))
  )
  const writer = scriptedWriter()
  /** The services as a fresh start makes them, over the same project. */
  const open = () => {
    const jobs = new JobRunner({ ...project, logsDir: path.join(projectDir, 'logs') })
    const handlers = draftHandlers({
      ...project,
      jobs,
      writingNow: createWritingNow(),
      writerFor: () => Promise.resolve({ generator: writer.generator, model: 'A model' }),
      defaults: () =>
        Promise.resolve({
          writer: { engine: 'embedded', modelId: newId() },
          sampling: Sampling.parse({}),
          draftsPerTopic: 3,
          server: { baseUrl: '', hasToken: false, tokenIsKept: false }
        })
    })
    const write = async (ids: string[]) => (await handlers['drafts.write']({ topicIds: ids })).jobId
    const count = async (topicId = '') => (await handlers['drafts.list']({ topicId })).length
    return { jobs, write, count }
  }
  return { ...open(), open, db, topicIds, ...writer }
}

test('a topic that waits in the queue is not taken a second time, until its job is cancelled', async () => {
  const { jobs, write, topicIds, asked, script } = await openWriting(['One', 'Two'])
  const [one = '', two = ''] = topicIds
  script.waits = true
  const first = await write([one])
  const [second, again] = await Promise.allSettled([write([two]), write([two])])
  expect(second.status).toBe('fulfilled')
  expect(again).toMatchObject({ status: 'rejected', reason: { code: 'conflict' } })
  if (second.status === 'fulfilled') await jobs.cancel(second.value)
  const third = await write([two])
  await expect.poll(() => asked).toEqual(['One'])
  script.waits = false
  await jobs.cancel(first)
  await jobs.finished(third)
  expect(asked).toEqual(['One', 'Two'])
})

test('a topic named twice is written once', async () => {
  const { jobs, write, topicIds, count } = await openWriting(['One'])
  const [one = ''] = topicIds
  await jobs.finished(await write([one, one]))
  expect(await count(one)).toBe(3)
})

test('a topic that is deleted while it waits is passed over, and the others are written', async () => {
  const { jobs, write, topicIds, db, asked, script } = await openWriting(['One', 'Two', 'Three'])
  script.waits = true
  const job = await write(topicIds)
  await expect.poll(() => asked).toEqual(['One'])
  await setTopicDeleted(db, topicIds[1] ?? '', Date.now())
  script.waits = false
  await jobs.cancel(job)
  await jobs.finished(job)
  await jobs.retry(job)
  expect((await jobs.finished(job)).state.status).toBe('succeeded')
  expect(asked).toEqual(['One', 'Three'])
})

test('what a closing app had half written is written anew at the next start', async () => {
  const { jobs, write, topicIds, asked, script, open } = await openWriting(['One'])
  script.waits = true
  const job = await write(topicIds)
  await expect.poll(() => asked).toHaveLength(1)
  await jobs.close()

  script.waits = false
  const next = open()
  expect(await next.count(topicIds[0])).toBe(0)
  await next.jobs.recover()
  await next.jobs.retry(job)
  await next.jobs.finished(job)
  expect(await next.count(topicIds[0])).toBe(3)
})

test('continuing an old job leaves a topic alone that was written since', async () => {
  const { jobs, write, topicIds, asked, script } = await openWriting(['One', 'Two'])
  script.waits = true
  const old = await write(topicIds)
  await expect.poll(() => asked).toEqual(['One'])
  await jobs.cancel(old)
  await jobs.finished(old)
  script.waits = false
  await jobs.finished(await write([topicIds[1] ?? '']))
  await jobs.retry(old)
  expect((await jobs.finished(old)).state.status).toBe('succeeded')
  expect(asked).toEqual(['One', 'Two'])
})
