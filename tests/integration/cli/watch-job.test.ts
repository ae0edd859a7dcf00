import path from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { watchJob } from '../../../src-main/cli/watch-job'
import { JobRunner } from '../../../src-main/jobs/runner'
import { openTestProject } from '../../fixtures/project'

test('a signal to end stops the watched job and leaves no listener behind', async () => {
  const { db, events, projectDir } = await openTestProject()
  const jobs = new JobRunner({ db, events, logsDir: path.join(projectDir, 'logs') })
  const before = process.listenerCount('SIGTERM')
  const definition = {
    kind: 'train' as const,
    lane: 'training' as const,
    input: z.object({}),
    steps: () => [
      {
        name: 'wait',
        title: 'Wait',
        run: ({ signal }: { signal: AbortSignal }) =>
          new Promise<void>((resolve) => {
            signal.addEventListener('abort', () => resolve())
          })
      }
    ],
    finished: () => 'Done'
  }
  jobs.define(definition)
  const job = await jobs.start(definition, { title: 'Test', subjectId: null, input: {} })
  const watched = watchJob({ jobs, events }, job.id)
  watched.catch(() => undefined)
  await expect.poll(async () => (await jobs.get(job.id)).state.status).toBe('running')
  process.emit('SIGTERM')
  await expect(watched).rejects.toMatchObject({ code: 'cancelled' })
  expect((await jobs.get(job.id)).state.status).toBe('cancelled')
  expect(process.listenerCount('SIGTERM')).toBe(before)
})
