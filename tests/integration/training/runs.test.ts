import { expect, test } from 'vitest'
import { AppError } from '../../../src-main/app-error'
import { createClient } from '../../../src-main/client'
import { newId } from '../../../src-main/database/ids'
import { containing } from '../../fixtures/containing'
import { runHandlers } from '../../../src-main/training/handlers'
import { rankedProject } from './ranked-project'

test('with too few rankings nothing is started, and the sentence says how many are missing', async () => {
  const { runs, start, choices } = await rankedProject({ rankings: 2 })
  const { problems } = await runs.preview(choices())
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

test('a config file starts the run that it describes, its persona and base named as a person would', async () => {
  const { runs, jobs } = await rankedProject({ rankings: 4, ggufPath: '/nowhere/m.gguf' })
  const run = await runs.startFromConfig(`
name: from a file
notes: Tried with a larger beta.
persona: Calm Engineer
baseModel: SmolLM2 135M Instruct
preset: gentle
settings:
  stages: [dpo]
  dpo: { beta: 0.3 }
`)
  expect(run).toMatchObject({
    name: 'from a file',
    notes: 'Tried with a larger beta.',
    preset: 'gentle',
    settings: { stages: ['dpo'], dpo: { beta: 0.3, learningRate: 1e-4 } }
  })
  await jobs.finished(run.jobId)
})

test('all problems of a config file are said at once, and nothing is started', async () => {
  const { runs, jobs } = await rankedProject({ rankings: 4 })
  await expect(
    runs.startFromConfig('persona: Nobody\nbaseModel: None\nsettings: { sft: { epochs: 0 } }')
  ).rejects.toMatchObject({
    code: 'invalid_input',
    message:
      'The config file has 4 problems, and no run was started: A run needs a name. settings.sft.epochs must be at least 1. There is no persona called “Nobody” in this project. There is no base model called “None” in this project.'
  })
  expect(await jobs.list(10)).toEqual([])
})

test('a config file is checked without starting anything', async () => {
  const { db, runs, jobs, projectDir } = await rankedProject({ rankings: 4 })
  const call = createClient(runHandlers({ runs, db, projectDir, changed: () => undefined }))
  expect(await call('runs.checkConfig', { text: 'preset: wild\nname: fine\nnotes: 5' })).toEqual({
    problems: ['notes must be a text.', 'preset must be one of gentle, recommended, strong.']
  })
  expect(await call('runs.checkConfig', { text: 'name: fine' })).toEqual({ problems: [] })
  expect(await jobs.list(10)).toEqual([])
})

test('a preview shows every setting, the steps they make and why they are so', async () => {
  const { runs, choices } = await rankedProject({ rankings: 4 })
  const preview = await runs.preview({ ...choices(), overrides: { dpo: { epochs: 3 } } })
  expect(preview).toMatchObject({
    settings: { dpo: { epochs: 3, beta: 0.1 }, stages: ['sft', 'dpo'] },
    steps: { sft: 8, dpo: 12 },
    problems: []
  })
  expect(preview.reasons[0]).toContain('4 rankings make')
})

test('a run that has no adapter yet cannot be continued by another', async () => {
  const { runs, jobs, start } = await rankedProject({ rankings: 4, ggufPath: '/nowhere/m.gguf' })
  const first = await start()
  await jobs.finished(first.jobId)
  await expect(start(1, { continueFrom: first.id })).rejects.toMatchObject({ code: 'conflict' })
  expect(await runs.list()).toHaveLength(1)
})
