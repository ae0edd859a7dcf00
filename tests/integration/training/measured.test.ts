import { expect, test, vi } from 'vitest'
import { rankedProject, reasonOf } from './ranked-project'

const whileTraining = { timeout: 200_000, interval: 50 }

/** One project for both, because preparing the base model takes the longest. */
test('twenty steps are measured; a base in 4 bits learns, and its run goes on with smaller settings', async () => {
  const { runs, jobs, start, choices } = await rankedProject({ rankings: 10 })
  const quick = { stages: ['sft' as const], sampleEvery: 0, evalEvery: 1000, keepWeight: 0 }
  expect((await runs.preview({ ...choices(), overrides: quick })).estimate.probe).toBeNull()
  const { jobId } = await runs.probe({ ...choices(), overrides: quick })
  const probed = await jobs.finished(jobId)
  expect(probed.state.status, reasonOf(probed)).toBe('succeeded')
  const { estimate } = await runs.preview({ ...choices(), overrides: quick })
  expect(estimate.memory?.basis).toBe('probe')
  expect(estimate.probe?.tokensPerSecond).toBeGreaterThan(0)
  expect(estimate.time).toMatchObject({ basis: 'probe' })
  expect(await runs.list()).toEqual([])

  const overrides = { ...quick, quantization: 'nf4' as const, sft: { epochs: 40 }, saveEvery: 1 }
  const first = await start(undefined, { overrides })
  const stepsOf = async (id: string): Promise<number[]> =>
    (await runs.events(id)).flatMap((event) =>
      event.type === 'metric' && event.split === 'train' ? [event.step] : []
    )
  await vi.waitFor(async () => expect(await stepsOf(first.id)).not.toEqual([]), whileTraining)
  await runs.stop(first.id, null)
  await jobs.finished(first.jobId)
  const [stage] = (await runs.events(first.id)).filter(({ type }) => type === 'stage')
  expect(stage).toMatchObject({ settings: { quantization: 'nf4' } })
  const reached = Math.max(...(await stepsOf(first.id)))

  // One row a step instead of two; the new run begins where the other was in its rows.
  const { sftRows } = first.data
  const stepsBefore = Math.ceil(sftRows / 2)
  const seen = Math.min((reached % stepsBefore) * 2, sftRows)
  const begun = Math.floor(reached / stepsBefore) * sftRows + seen
  const next = await runs.retry({
    id: first.id,
    overrides: { sft: { batchSize: 1 }, quantization: 'none', maxSteps: begun + 2 }
  })
  expect(next).toMatchObject({ number: 2, continuedFrom: first.id, name: first.name })
  const ended = await jobs.finished(next.jobId)
  expect(ended.state.status, reasonOf(ended)).toBe('succeeded')
  expect(await stepsOf(next.id)).toEqual([begun + 1, begun + 2])
  expect((await runs.get(next.id)).adapterId).not.toBeNull()
}, 400_000)
