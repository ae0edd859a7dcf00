import fs from 'node:fs'
import path from 'node:path'
import { expect, test, vi } from 'vitest'
import type { TrainerEvent } from '../../../src-preload/contract/trainer-events'
import { createClient } from '../../../src-main/client'
import { createModels } from '../../../src-main/models/models'
import { rewardHandlers } from '../../../src-main/models/rewards'
import { runFolder } from '../../../src-main/training/run-folder'
import { containing } from '../../fixtures/containing'
import { places, rankedProject, reasonOf } from './ranked-project'

const whileTraining = { timeout: 200_000, interval: 50 }

/** One project for all, because preparing the base model takes the longest. */
test('a run is paused, goes on, is ended and kept; another learns to score and picks the best draft', async () => {
  const project = await rankedProject({ rankings: 10 })
  const { db, runs, jobs, start, events, projectDir, dataDir, choices } = project
  const shown: TrainerEvent[] = []
  events.listen(({ name, payload }) => {
    if (name === 'runs.events') shown.push(...payload.events)
  })
  const steps = (): number[] =>
    shown.flatMap((event) =>
      event.type === 'metric' && event.split === 'train' ? [event.step] : []
    )

  // Samples and the prose beside would take most of the time, and are tested with the trainer.
  const quick = { sampleEvery: 0, evalEvery: 1000, keepWeight: 0 }
  const overrides = { ...quick, stages: ['sft' as const], sft: { epochs: 30 }, saveEvery: 1 }
  const run = await start(undefined, { overrides })
  await vi.waitFor(() => expect(steps().length).toBeGreaterThan(0), whileTraining)
  await runs.pause(run.id)
  await jobs.finished(run.jobId)
  expect(await runs.get(run.id)).toMatchObject({ halt: 'paused', state: { status: 'cancelled' } })
  await expect(runs.pause(run.id)).rejects.toMatchObject({ code: 'conflict' })

  const pausedAt = Math.max(...steps())
  await runs.resume(run.id)
  await vi.waitFor(() => expect(Math.max(...steps())).toBeGreaterThan(pausedAt), whileTraining)
  expect(await runs.get(run.id)).toMatchObject({ halt: null, state: { status: 'running' } })
  // No step was trained twice.
  expect(new Set(steps()).size).toBe(steps().length)

  await runs.stop(run.id, 'last')
  const kept = await runs.get(run.id)
  expect(kept.state.status, reasonOf(await jobs.get(run.jobId))).toBe('succeeded')
  expect(kept).toMatchObject({ halt: 'keepLast', sft: { steps: Math.max(...steps()) } })
  expect(kept.adapterId).not.toBeNull()
  const { adapter, config } = runFolder(projectDir, run.id)
  expect(fs.existsSync(path.join(adapter('sft'), 'adapter_model.safetensors'))).toBe(true)
  await expect(runs.resume(run.id)).rejects.toMatchObject({ code: 'conflict' })

  // The file that the run left starts it again, to the last setting.
  const text = fs.readFileSync(config, 'utf8')
  expect(await runs.config(run.id)).toBe(text)
  const again = await runs.startFromConfig(text.replace('epochs: 30', 'epochs: 1'))
  expect(again.settings).toEqual({ ...kept.settings, sft: { ...kept.settings?.sft, epochs: 1 } })
  await runs.stop(again.id, null)
  await jobs.finished(again.jobId)
  expect(await runs.get(again.id)).toMatchObject({
    state: { status: 'cancelled' },
    adapterId: null
  })

  const stages = ['dpo' as const, 'reward' as const]
  const next = await start(2, { continueFrom: run.id, overrides: { ...quick, stages } })
  await jobs.finished(next.jobId)
  const scorer = await runs.get(next.id)
  expect(scorer.state.status, reasonOf(await jobs.get(next.jobId))).toBe('succeeded')
  expect(scorer).toMatchObject({ continuedFrom: run.id, reward: { steps: 2 }, dpo: { steps: 2 } })
  expect(scorer.rewardModelId).not.toBeNull()
  expect(scorer.adapterId).not.toBe(kept.adapterId)

  const models = createModels({ db, events, projectDir, resourcesDir: projectDir })
  const python = { pythonPath: async () => places.python }
  const call = createClient(
    rewardHandlers({
      db,
      jobs,
      models,
      projectDir,
      dataDir,
      python,
      trainerDir: places.trainerDir,
      threads: 1
    })
  )
  const [topic] = (await runs.preview(choices())).topics
  const topicId = topic?.id ?? ''
  expect(await call('rewards.pick', { topicId })).toMatchObject({ state: 'unscored' })
  const { jobId } = await call('rewards.score', { topicIds: [topicId] })
  const scored = await jobs.finished(jobId)
  expect(scored.state.status, reasonOf(scored)).toBe('succeeded')
  const pick = await call('rewards.pick', { topicId })
  expect(pick).toMatchObject({ state: 'scored', modelId: scorer.rewardModelId })
  const scores = pick.state === 'scored' ? pick.drafts.map(({ score }) => score) : []
  expect(scores).toHaveLength(3)
  expect(scores).toEqual(scores.toSorted((a, b) => b - a))

  // Blind: of a topic that is not ranked the scores are shown only when asked for.
  await db.updateTable('rankings').set({ superseded_by: null }).execute()
  await db
    .updateTable('rankings')
    .set((row) => ({ superseded_by: row.ref('id') }))
    .where('topic_id', '=', topicId)
    .execute()
  expect(await call('rewards.pick', { topicId })).toMatchObject({ state: 'hidden' })
  expect(await call('rewards.pick', { topicId, reveal: true })).toMatchObject({ state: 'scored' })
  await expect(
    call('rewards.score', { topicIds: [topicId], modelId: kept.adapterId ?? '' })
  ).rejects.toMatchObject({ code: 'invalid_input', message: containing('does not score') })
}, 400_000)
