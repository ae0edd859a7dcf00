import { expect, test } from 'vitest'
import { AppError } from '../../../src-main/app-error'
import { newId } from '../../../src-main/database/ids'
import { containing } from '../../fixtures/containing'
import { rankedProject } from './ranked-project'

test('with too few rankings nothing is started, and the sentence says how many are missing', async () => {
  const { runs, start, personaId } = await rankedProject({ rankings: 2 })
  const { problems } = await runs.preview({ personaId })
  expect(problems).toEqual([containing('2 more to rank')])
  await expect(start()).rejects.toMatchObject({
    code: 'nothing_to_learn',
    remedy: { action: 'rank' }
  })
  expect(await runs.list()).toEqual([])
})

test('without Python nothing is started, and its own error says why', async () => {
  const missing = new AppError({ code: 'python_missing', message: 'Python is not set up.' })
  const { runs, jobs, start } = await rankedProject({
    rankings: 4,
    pythonPath: () => Promise.reject(missing)
  })
  await expect(start()).rejects.toBe(missing)
  expect(await runs.list()).toEqual([])
  expect(await jobs.list(10)).toEqual([])
})

test('a run whose model file is gone fails in its first step; the next has the next number', async () => {
  const { runs, jobs, start } = await rankedProject({ rankings: 4, ggufPath: '/nowhere/m.gguf' })
  const [first, second] = [await start(), await start()]
  expect([first.number, second.number]).toEqual([1, 2])
  expect((await jobs.finished(first.jobId)).state).toMatchObject({ status: 'failed', step: 0 })
  expect((await jobs.finished(second.jobId)).state).toMatchObject({ status: 'failed', step: 0 })
  expect((await runs.list()).map(({ number }) => number)).toEqual([2, 1])
  expect(await runs.events(first.id)).toEqual([])
})

test('a run that is not there is not found', async () => {
  const { runs } = await rankedProject({ rankings: 0 })
  await expect(runs.get(newId())).rejects.toMatchObject({ code: 'not_found' })
  await expect(runs.events(newId())).rejects.toMatchObject({ code: 'not_found' })
})
