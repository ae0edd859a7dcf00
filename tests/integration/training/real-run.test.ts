import fs from 'node:fs'
import path from 'node:path'
import { expect, test, vi } from 'vitest'
import { containing } from '../../fixtures/containing'
import type { TrainerEvent } from '../../../src-preload/contract/trainer-events'
import { runFolder } from '../../../src-main/training/run-folder'
import { lives } from './scripted-run'
import { rankedProject, reasonOf } from './ranked-project'

/**
 * One run with all that can befall it, because preparing the base model takes the longest: killed
 * within SFT, continued; left alone by the closing app within DPO, taken up again.
 */
test('a run survives a killed trainer and a closed app, and registers its adapter', async () => {
  const project = await rankedProject({ rankings: 10 })
  const { runs, jobs, start, events, projectDir, choices } = project
  const shown: TrainerEvent[] = []
  events.listen(({ name, payload }) => {
    if (name === 'runs.events') shown.push(...payload.events)
  })
  const preview = await runs.preview(choices())
  expect(preview).toMatchObject({ problems: [], suggestedName: 'calm-engineer v1' })
  expect(preview.data).toMatchObject({ rankings: 10, pairs: 30 })

  const started = await start(4, { overrides: { sampleEvery: 0, keepWeight: 0 } })
  expect(started).toMatchObject({ number: 1, baseModelName: 'SmolLM2 135M Instruct' })
  const { dir, adapter } = runFolder(projectDir, started.id)
  const trainerPid = (): number => {
    const record: unknown = JSON.parse(fs.readFileSync(path.join(dir, 'trainer.json'), 'utf8'))
    return typeof record === 'object' && record && 'pid' in record ? Number(record.pid) : 0
  }
  const stepOf = (stage: string) => () => {
    expect(shown).toContainEqual(expect.objectContaining({ type: 'metric', stage, split: 'train' }))
  }
  const whileTraining = { timeout: 200_000, interval: 50 }

  await vi.waitFor(stepOf('sft'), whileTraining)
  process.kill(trainerPid(), 'SIGKILL')
  const killed = await jobs.finished(started.jobId)
  expect(killed.state).toMatchObject({
    status: 'failed',
    error: { message: containing('Something outside this app ended the trainer') }
  })

  await jobs.retry(started.jobId)
  await vi.waitFor(stepOf('dpo'), whileTraining)
  const pid = trainerPid()
  await jobs.close()
  expect(lives(pid)).toBe(true)

  const reopened = project.open()
  await reopened.jobs.recover()
  if ((await reopened.jobs.get(started.jobId)).state.status === 'interrupted') {
    await reopened.jobs.retry(started.jobId)
  }
  const job = await reopened.jobs.finished(started.jobId)
  expect(job.state.status, reasonOf(job)).toBe('succeeded')
  expect(lives(pid)).toBe(false)

  const run = await reopened.runs.get(started.id)
  expect(run).toMatchObject({ sft: { steps: 4 }, dpo: { steps: 4 } })
  expect(run.adapterId).not.toBeNull()
  expect(run.state).toMatchObject({ message: containing('was trained on 10 rankings') })
  expect(fs.existsSync(path.join(adapter('dpo'), 'adapter_model.safetensors'))).toBe(true)

  const all = await reopened.runs.events(run.id)
  const stagesOf = (type: TrainerEvent['type']) =>
    all.filter((event) => event.type === type).map(({ stage }) => stage)
  // SFT began twice, DPO once: the trainer that went on alone was taken up, not started again.
  expect(stagesOf('stage')).toEqual(['sft', 'sft', 'dpo'])
  // The base is made only where an earlier test has not left it.
  expect(stagesOf('done').filter((stage) => stage !== 'base')).toEqual(['sft', 'dpo'])
  const sentTwice = shown.filter((event, index) => shown.indexOf(event) !== index)
  expect(sentTwice).toEqual([])
  expect((await reopened.runs.preview(choices())).suggestedName).toBe('calm-engineer v2')
}, 400_000)
