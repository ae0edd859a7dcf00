import { expect, test } from 'vitest'
import { ask, endOf } from './fixtures/bridge'
import { newProjectDir, openWindow } from './fixtures/window'
import { fillProject } from './fixtures/scene'

const MINUTES = 60_000

test(
  'killed during training: the next start takes the run up, and nothing ranked is lost',
  async () => {
    const projectDir = newProjectDir()
    const first = await openWindow({ projectDir })
    const { jobId: build } = await ask(first.page, 'python.build', {})
    expect((await endOf(first.page, build)).state.status).toBe('succeeded')
    await fillProject(first.page, { topics: 12 })
    const ranked = await ask(first.page, 'rankings.recent', { limit: 100 })
    const run = await ask(first.page, 'runs.start', { name: 'crash test' })
    await expect
      .poll(() => hasMetrics(first, run.id), { timeout: 2 * MINUTES, interval: 200 })
      .toBe(true)

    first.kill()
    const second = await openWindow({ projectDir })
    expect(await ask(second.page, 'rankings.recent', { limit: 100 })).toEqual(ranked)
    const job = await ask(second.page, 'jobs.get', { id: run.jobId })
    expect(job.state.status).not.toBe('failed')
    if (job.state.status === 'interrupted') await ask(second.page, 'jobs.retry', { id: job.id })
    expect((await endOf(second.page, run.jobId)).state.status).toBe('succeeded')

    const finished = await ask(second.page, 'runs.get', { id: run.id })
    expect(finished.adapterId).not.toBeNull()
    const events = await ask(second.page, 'runs.events', { id: run.id })
    const steps = events.flatMap((event) =>
      event.type === 'metric' && event.split === 'train' && event.stage === 'sft'
        ? [event.step]
        : []
    )
    // Each step was trained by one trainer: a second one would have written some of them again.
    expect(steps).toEqual([...new Set(steps)])
  },
  8 * MINUTES
)

async function hasMetrics(
  { page }: { page: Parameters<typeof ask>[0] },
  id: string
): Promise<boolean> {
  return (await ask(page, 'runs.events', { id })).some(({ type }) => type === 'metric')
}
