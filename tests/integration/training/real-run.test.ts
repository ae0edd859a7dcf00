import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { rankedProject, reasonOf } from './ranked-project'

test('a run trains SFT and DPO on the rankings and registers its adapter', async () => {
  const { runs, jobs, start, events, projectDir, personaId } = await rankedProject({ rankings: 10 })
  const seen: string[] = []
  events.listen(({ name, payload }) => {
    if (name === 'runs.events') seen.push(...payload.events.map(({ type }) => type))
  })
  const preview = await runs.preview({ personaId })
  expect(preview).toMatchObject({ problems: [], suggestedName: 'calm-engineer v1' })
  expect(preview.data).toMatchObject({ rankings: 10, pairs: 30 })

  const started = await start(2)
  expect(started).toMatchObject({ number: 1, baseModelName: 'SmolLM2 135M Instruct' })
  const job = await jobs.finished(started.jobId)
  expect(job.state.status, reasonOf(job)).toBe('succeeded')

  const run = await runs.get(started.id)
  expect(run.sft).toMatchObject({ steps: 2 })
  expect(run.dpo).toMatchObject({ steps: 2 })
  expect(run.dpo?.lastLoss).toBeGreaterThan(0)
  expect(run.adapterId).not.toBeNull()
  expect(run.state).toMatchObject({ message: expect.stringContaining('learned from 10 rankings') })
  const adapter = path.join(projectDir, 'runs', run.id, 'dpo', 'adapter')
  expect(fs.existsSync(path.join(adapter, 'adapter_model.safetensors'))).toBe(true)

  const all = await runs.events(run.id)
  expect(all.filter(({ type }) => type === 'done').map(({ stage }) => stage)).toEqual([
    'base',
    'sft',
    'dpo'
  ])
  expect(seen).toEqual(all.map(({ type }) => type))
  expect((await runs.preview({ personaId })).suggestedName).toBe('calm-engineer v2')
}, 120_000)
