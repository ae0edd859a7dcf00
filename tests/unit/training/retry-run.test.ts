import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { AppError } from '../../../src-main/app-error'
import { newId } from '../../../src-main/database/ids'
import { resolveSettings } from '../../../src-main/training/resolve-settings'
import { retriesOf } from '../../../src-main/training/retry-run'
import { runFolder } from '../../../src-main/training/run-folder'
import { smallerChanges } from '../../../src-main/training/smaller'
import type { ErrorCode } from '../../../src-preload/contract/errors'
import type { TrainerEvent } from '../../../src-preload/contract/trainer-events'
import { RunData, type Run, type RunChoices } from '../../../src-preload/contract/training'
import { temporaryFolder } from '../../fixtures/project'

const rows = {
  data: RunData.parse({ rankings: 9, edits: 0, pairs: 27, sftRows: 9, heldOutTopics: 0 }),
  sft: Array.from({ length: 9 }, (_, index) => ({ id: String(index), messages: [] })),
  sftHeldOut: [],
  preference: [{ id: 'r', messages: [], responses: ['a', 'b'], ranks: [0, 1] }],
  preferenceHeldOut: [],
  reward: [],
  rewardHeldOut: [],
  topics: [],
  samplePrompts: []
}
const { settings } = resolveSettings({ preset: 'recommended', overrides: {} }, rows)

function failedRun(code: ErrorCode, { sftIsDone = false } = {}) {
  const projectDir = temporaryFolder()
  const id = newId()
  const folder = runFolder(projectDir, id)
  const stage = sftIsDone ? 'dpo' : 'sft'
  const checkpoint = path.join(folder.output(stage), 'checkpoints', 'step-00000004')
  fs.mkdirSync(checkpoint, { recursive: true })
  fs.writeFileSync(path.join(checkpoint, 'COMPLETE'), '{}')
  const begun = (name: string): TrainerEvent => ({
    type: 'stage',
    at: 1,
    stage: name,
    title: 'Learning',
    totalSteps: 9,
    epochs: 1,
    rows: 9,
    heldOutRows: 0,
    tokens: 900,
    settings: { precision: 'bf16' }
  })
  const done: TrainerEvent = {
    type: 'done',
    at: 2,
    stage: 'sft',
    status: 'finished',
    output: '',
    summary: {}
  }
  const events: TrainerEvent[] = [
    begun('sft'),
    ...(sftIsDone ? [done, begun('dpo')] : []),
    { type: 'checkpoint', at: 3, stage, step: 4, path: checkpoint, best: false }
  ]
  fs.writeFileSync(folder.events, events.map((event) => `${JSON.stringify(event)}\n`).join(''))
  const error = new AppError({ code, message: 'It failed.' }).toEnvelope()
  const run: Run = {
    id,
    number: 1,
    name: 'calm v1',
    personaId: null,
    baseModelId: newId(),
    baseModelName: 'Base',
    preset: 'recommended',
    settings,
    notes: '',
    data: rows.data,
    jobId: newId(),
    state: { status: 'failed', at: 4, step: 2, error },
    halt: null,
    sft: null,
    dpo: null,
    reward: null,
    adapterId: null,
    rewardModelId: null,
    continuedFrom: null,
    createdAt: 0
  }
  const preview = async ({ stages = settings.stages }: RunChoices) => ({
    estimate: {
      memory: null,
      smaller: smallerChanges({ ...settings, stages }, { precision: 'fp32', totalWith: () => null })
    }
  })
  return retriesOf({ run, events, projectDir, preview })
}

test('after memory ran out while imitating, half the batch goes on from the checkpoint', async () => {
  const { changes, from } = await failedRun('out_of_memory')
  expect(changes[0]).toMatchObject({
    title: 'Half the batch',
    overrides: { sft: { batchSize: 1 } }
  })
  expect(from).toEqual({ stage: 'sft', step: 4 })
})

test('after imitating is done only what helps preferring is offered, and no other shape of adapter', async () => {
  const { changes, from } = await failedRun('out_of_memory', { sftIsDone: true })
  expect(changes.map(({ title }) => title)).toEqual([
    'Base weights in bf16',
    'Rows of at most 1024 tokens'
  ])
  expect(from).toEqual({ stage: 'dpo', step: 4 })
})

test('after a loss that was no number, half the rate of that stage, and full precision', async () => {
  const { changes } = await failedRun('diverged', { sftIsDone: true })
  expect(changes.map(({ overrides }) => overrides)).toEqual([
    { dpo: { learningRate: settings.dpo.learningRate / 2 } },
    { precision: 'fp32' }
  ])
})

test('a full disk is no matter of settings', async () => {
  expect(await failedRun('disk_full')).toEqual({ changes: [], from: null })
})
