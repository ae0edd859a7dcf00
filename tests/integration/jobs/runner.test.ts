import path from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { AppError } from '../../../src-main/app-error'
import type { JobDefinition, Step } from '../../../src-main/jobs/definition'
import { updateJobState } from '../../../src-main/jobs/repository'
import { JobRunner } from '../../../src-main/jobs/runner'
import { openTestProject } from '../../fixtures/project'

const Input = z.object({ name: z.string() })
type Input = z.infer<typeof Input>

async function openRunner() {
  const project = await openTestProject()
  const logsDir = path.join(project.projectDir, 'logs')
  return { ...project, logsDir, jobs: new JobRunner({ ...project, logsDir }) }
}

function definitionOf(steps: Step<Input>[], more: Partial<JobDefinition<Input>> = {}) {
  return {
    kind: 'export' as const,
    lane: 'training' as const,
    input: Input,
    steps: () => steps,
    finished: () => 'Done',
    ...more
  }
}

const start = async (jobs: JobRunner, definition: JobDefinition<Input>) => {
  jobs.define(definition)
  return jobs.start(definition, { title: 'Test', subjectId: null, input: { name: 'x' } })
}

test('runs its steps in order and ends as succeeded', async () => {
  const { jobs } = await openRunner()
  const ran: string[] = []
  const step = (name: string): Step<Input> => ({
    name,
    title: name,
    run: async ({ input, log }) => {
      await Promise.resolve()
      log(`${name} of ${input.name}`)
      ran.push(name)
    }
  })
  const job = await start(jobs, definitionOf([step('merge'), step('convert')]))
  const ended = await jobs.finished(job.id)
  expect(ended.state).toMatchObject({ status: 'succeeded', message: 'Done' })
  expect(ran).toEqual(['merge', 'convert'])
  const log = (await jobs.log(job.id, 10)).join('\n')
  expect(log).toContain('merge of x')
  expect(log).toContain('convert of x')
})

test('a failed job keeps its error, and retry goes on at the failed step', async () => {
  const { jobs } = await openRunner()
  const ran: string[] = []
  let merged = false
  let fails = true
  const definition = definitionOf([
    {
      name: 'merge',
      title: 'Merge',
      done: () => merged,
      run: async () => {
        await Promise.resolve()
        ran.push('merge')
        merged = true
      }
    },
    {
      name: 'convert',
      title: 'Convert',
      run: async () => {
        await Promise.resolve()
        ran.push('convert')
        if (fails) throw new AppError({ code: 'disk_full', message: 'The disk is full.' })
      }
    }
  ])
  const job = await start(jobs, definition)
  const failed = await jobs.finished(job.id)
  expect(failed.state).toMatchObject({
    status: 'failed',
    step: 1,
    error: { code: 'disk_full', message: 'The disk is full.' }
  })
  fails = false
  await jobs.retry(job.id)
  expect((await jobs.finished(job.id)).state.status).toBe('succeeded')
  expect(ran).toEqual(['merge', 'convert', 'convert'])
})

test('cancel asks the running step to stop, and the job says so', async () => {
  const { jobs } = await openRunner()
  const definition = definitionOf([
    {
      name: 'wait',
      title: 'Wait',
      run: ({ signal, progress }) =>
        new Promise((resolve) => {
          progress(0.5, 'Half')
          signal.addEventListener('abort', () => {
            resolve()
          })
        })
    },
    { name: 'never', title: 'Never', run: () => Promise.reject(new Error('must not run')) }
  ])
  const job = await start(jobs, definition)
  await expect.poll(async () => (await jobs.get(job.id)).state.status).toBe('running')
  await jobs.cancel(job.id)
  expect((await jobs.finished(job.id)).state.status).toBe('cancelled')
})

test('jobs of one lane run one after the other; a waiting one can be cancelled', async () => {
  const { jobs } = await openRunner()
  let running = 0
  let most = 0
  const definition = definitionOf([
    {
      name: 'count',
      title: 'Count',
      run: async () => {
        running += 1
        most = Math.max(most, running)
        await new Promise((resolve) => setTimeout(resolve, 20))
        running -= 1
      }
    }
  ])
  const first = await start(jobs, definition)
  const second = await start(jobs, definition)
  const third = await start(jobs, definition)
  await jobs.cancel(third.id)
  await Promise.all([first, second, third].map(({ id }) => jobs.finished(id)))
  expect(most).toBe(1)
  expect((await jobs.get(second.id)).state.status).toBe('succeeded')
  expect((await jobs.get(third.id)).state.status).toBe('cancelled')
})

test('after a crash a running job is interrupted and can be continued', async () => {
  const { jobs, db, events, logsDir } = await openRunner()
  const definition = definitionOf([{ name: 'quick', title: 'Quick', run: () => Promise.resolve() }])
  const job = await start(jobs, definition)
  await jobs.finished(job.id)
  const running = {
    status: 'running' as const,
    at: 1,
    step: 0,
    progress: null,
    message: '',
    stopping: false
  }
  await updateJobState(db, job.id, running)

  const restarted = new JobRunner({ db, events, logsDir })
  restarted.define(definition)
  await restarted.recover()
  expect((await restarted.get(job.id)).state.status).toBe('interrupted')
  await restarted.retry(job.id)
  expect((await restarted.finished(job.id)).state.status).toBe('succeeded')
})

test('work that outlived the crash is taken up again by itself', async () => {
  const { jobs, db, events, logsDir } = await openRunner()
  let runs = 0
  const definition = definitionOf(
    [
      {
        name: 'train',
        title: 'Train',
        run: () => {
          runs += 1
          return Promise.resolve()
        }
      }
    ],
    { survives: () => true }
  )
  const job = await start(jobs, definition)
  await jobs.finished(job.id)
  await updateJobState(db, job.id, {
    status: 'running',
    at: 1,
    step: 0,
    progress: null,
    message: '',
    stopping: false
  })
  const restarted = new JobRunner({ db, events, logsDir })
  restarted.define(definition)
  await restarted.recover()
  expect((await restarted.finished(job.id)).state.status).toBe('succeeded')
  expect(runs).toBe(2)
})
