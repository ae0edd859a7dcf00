import fs from 'node:fs'
import path from 'node:path'
import { sql } from 'kysely'
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

test('a job cancelled in the moment its turn comes does not begin', async () => {
  const { jobs } = await openRunner()
  let runs = 0
  let looking = false
  const looked = Promise.withResolvers<boolean>()
  const definition = definitionOf([
    {
      name: 'merge',
      title: 'Merge',
      done: () => {
        looking = true
        return looked.promise
      },
      run: ({ signal }) => {
        runs += signal.aborted ? 0 : 1
        return Promise.resolve()
      }
    }
  ])
  const job = await start(jobs, definition)
  await expect.poll(() => looking).toBe(true)
  await jobs.cancel(job.id)
  looked.resolve(false)
  expect((await jobs.finished(job.id)).state.status).toBe('cancelled')
  expect(runs).toBe(0)
})

test('a log that cannot be written stops no job', async () => {
  const { jobs, logsDir } = await openRunner()
  fs.writeFileSync(logsDir, 'a file where the folder should be')
  const job = await start(
    jobs,
    definitionOf([
      {
        name: 'merge',
        title: 'Merge',
        run: () => Promise.reject(new AppError({ code: 'disk_full', message: 'The disk is full.' }))
      }
    ])
  )
  expect((await jobs.finished(job.id)).state).toMatchObject({
    status: 'failed',
    error: { code: 'disk_full' }
  })
})

test('a job whose end cannot be written down is shown as failed, and the next one has its turn', async () => {
  const { jobs, db } = await openRunner()
  const step = { name: 'quick', title: 'Quick', run: () => Promise.resolve() }
  await sql`create trigger full_disk before update on jobs when new.status = 'succeeded'
    and new.title = 'Test' begin select raise(abort, 'no room'); end`.execute(db)
  const definition = definitionOf([step])
  const stuck = await start(jobs, definition)
  const input = { name: 'y' }
  const next = await jobs.start(definition, { title: 'Next', subjectId: null, input })
  expect((await jobs.finished(stuck.id)).state.status).toBe('failed')
  expect((await jobs.finished(next.id)).state.status).toBe('succeeded')
  await sql`drop trigger full_disk`.execute(db)
  await jobs.retry(stuck.id)
  expect((await jobs.finished(stuck.id)).state.status).toBe('succeeded')
})

test('a job that cannot be taken up any more does not keep the others from it', async () => {
  const { jobs, db, events, logsDir } = await openRunner()
  const definition = definitionOf([{ name: 'quick', title: 'Quick', run: () => Promise.resolve() }])
  const [foreign, own] = [await start(jobs, definition), await start(jobs, definition)]
  await Promise.all([foreign, own].map(({ id }) => jobs.finished(id)))
  await db.updateTable('jobs').set({ input: '{}' }).where('id', '=', foreign.id).execute()
  for (const { id } of [foreign, own]) {
    await updateJobState(db, id, { status: 'queued', at: 1 })
  }
  const restarted = new JobRunner({ db, events, logsDir })
  restarted.define(definition)
  await restarted.recover()
  expect((await restarted.get(foreign.id)).state.status).toBe('failed')
  expect((await restarted.finished(own.id)).state.status).toBe('succeeded')
})
