import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import type { PreferenceRow, SftRow, TrainingRows } from '../../../src-main/datasets/training-rows'
import { readJobFile } from '../../../src-main/training/job-files'
import { learnableRows, tooLittle } from '../../../src-main/training/learnable'
import { RunData } from '../../../src-preload/contract/training'
import type { RunOverrides } from '../../../src-preload/contract/run-settings'
import {
  baseFolderFor,
  baseIsReady,
  stepsByStage,
  writePlan
} from '../../../src-main/training/plan'
import { resolveSettings } from '../../../src-main/training/resolve-settings'
import { runFolder } from '../../../src-main/training/run-folder'
import { temporaryFolder } from '../../fixtures/project'

const prompt = [{ role: 'user' as const, content: 'Why?' }]

function rowsOf(rankings: number, { tied = false, heldOut = 0 } = {}): TrainingRows {
  const sft = (id: number): SftRow => ({
    id: `s${id}`,
    messages: [...prompt, { role: 'assistant', content: 'Because.' }]
  })
  const preference = (id: number): PreferenceRow => ({
    id: `p${id}`,
    messages: prompt,
    responses: ['Because.', 'Who knows.'],
    ranks: [0, 1]
  })
  const numbers = Array.from({ length: tied ? 0 : rankings }, (_, index) => index)
  return {
    data: RunData.parse({
      rankings,
      edits: 0,
      pairs: rankings,
      sftRows: rankings,
      heldOutTopics: heldOut
    }),
    sft: numbers.map(sft),
    sftHeldOut: numbers.slice(0, heldOut).map(sft),
    preference: numbers.map(preference),
    preferenceHeldOut: numbers.slice(0, heldOut).map(preference),
    reward: numbers.map(preference).map((row) => ({ ...row, scores: [1, -1] })),
    rewardHeldOut: [],
    topics: [],
    samplePrompts: [prompt]
  }
}

function plan(
  rows: TrainingRows,
  maxSteps: number | null = null,
  overrides: RunOverrides = {},
  adapter: string | null = null
) {
  const folder = runFolder(temporaryFolder(), 'run')
  const { settings } = resolveSettings({ preset: 'recommended', overrides, maxSteps }, rows)
  const baseFolder = path.join(folder.dir, 'base')
  const base = { ggufPath: '/m.gguf' }
  writePlan({ folder, rows, settings, base, baseFolder, adapter, threads: 1 })
  return { folder, baseFolder }
}

test('the plan writes a row a line and a job file a stage', () => {
  const { folder } = plan(rowsOf(24, { heldOut: 3 }))
  const lines = fs.readFileSync(folder.rows('dpo'), 'utf8').trimEnd().split('\n')
  expect(lines).toHaveLength(24)
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ id: 'p0', ranks: [0, 1] })
  expect(readJobFile(folder.jobFile('base'))).toMatchObject({ command: 'base', source: '/m.gguf' })
  expect(readJobFile(folder.jobFile('sft'))).toMatchObject({
    command: 'sft',
    stage: 'sft',
    adapter: null,
    heldOut: folder.rows('sft-held-out'),
    evalEvery: 3,
    keepWeight: 10,
    threads: 1
  })
})

test('DPO starts from what SFT has taught', () => {
  const { folder } = plan(rowsOf(24))
  expect(readJobFile(folder.jobFile('dpo'))).toMatchObject({
    command: 'preference',
    adapter: folder.adapter('sft'),
    heldOut: null,
    beta: 0.1,
    sftWeight: 1,
    keepWeight: 10
  })
})

test('a run that continues another begins with its adapter, and the reward model with none', () => {
  const { folder } = plan(rowsOf(24), null, { stages: ['dpo', 'reward'] }, '/earlier')
  expect(readJobFile(folder.jobFile('dpo'))).toMatchObject({ adapter: '/earlier' })
  expect(readJobFile(folder.jobFile('reward'))).toMatchObject({
    command: 'reward',
    adapter: null,
    loss: 'regression'
  })
  const [first = ''] = fs.readFileSync(folder.rows('reward'), 'utf8').split('\n')
  expect(JSON.parse(first)).toMatchObject({ scores: [1, -1] })
})

test('what the person changed reaches the trainer, and all else stays the preset’s', () => {
  const { folder } = plan(rowsOf(24), null, {
    dpo: { beta: 0.3, loss: 'plackettLuce' },
    keepWeight: 4,
    lora: { r: 8 },
    patience: 2,
    result: 'best',
    samplePrompts: ['Say hello.']
  })
  expect(readJobFile(folder.jobFile('dpo'))).toMatchObject({
    beta: 0.3,
    loss: 'plackettLuce',
    sftWeight: 1,
    keepWeight: 4,
    learningRate: 2e-4,
    lora: { r: 8, alpha: 32, dropout: 0 },
    patience: 2,
    result: 'best',
    samplePrompts: [[{ role: 'user', content: 'Say hello.' }]]
  })
})

test('a short run is evaluated within its few steps', () => {
  const { folder } = plan(rowsOf(24), 2)
  expect(readJobFile(folder.jobFile('dpo'))).toMatchObject({ maxSteps: 2, evalEvery: 1 })
})

test('the base is ready once the trainer has put the whole folder in place', () => {
  const { folder, baseFolder } = plan(rowsOf(4))
  expect(baseIsReady(folder)).toBe(false)
  fs.mkdirSync(baseFolder)
  fs.writeFileSync(path.join(baseFolder, 'understudy-base.json'), '{}')
  expect(baseIsReady(folder)).toBe(true)
})

test('the base is named by what the model file holds, not by where it lies', async () => {
  const dir = temporaryFolder()
  for (const name of ['a.gguf', 'b.gguf']) fs.writeFileSync(path.join(dir, name), 'weights')
  const [a, b] = await Promise.all(
    ['a.gguf', 'b.gguf'].map((name) => baseFolderFor(dir, path.join(dir, name)))
  )
  expect(a).toBe(b)
  expect(path.basename(a ?? '')).toMatch(/^[0-9a-f]{16}$/)
})

test('too few rankings, or none that prefers anything, teach nothing', () => {
  expect(tooLittle(rowsOf(4))).toBeNull()
  expect(tooLittle(rowsOf(1))).toContain('there is 1 so far: 3 more to rank')
  expect(tooLittle(rowsOf(0))).toContain('there are none so far')
  expect(tooLittle(rowsOf(6, { tied: true }))).toContain('all drafts are tied')
})

test('a verdict without pairs makes a step of regression, and none of Bradley–Terry', () => {
  const plain = rowsOf(8)
  const allAccepted = { id: 'v', messages: prompt, responses: ['Yes.', 'So.'], ranks: [0, 0] }
  const rows = { ...plain, reward: [...plain.reward, { ...allAccepted, scores: [1, 1] }] }
  const stepsWith = (loss: 'regression' | 'bradleyTerry') => {
    const overrides = { stages: ['reward' as const], reward: { loss, epochs: 1, batchSize: 1 } }
    const { settings } = resolveSettings({ preset: 'recommended', overrides }, rows)
    const learned = learnableRows(rows, settings)
    return { ...stepsByStage(learned, settings), drafts: learned.data.rewardRows }
  }
  expect(stepsWith('regression').reward).toBe(9)
  expect(stepsWith('bradleyTerry')).toEqual({ reward: 8, drafts: 16 })
  const onlyVerdicts = { ...rows, reward: rows.reward.slice(8) }
  const { settings } = resolveSettings(
    { preset: 'recommended', overrides: { reward: { loss: 'bradleyTerry' } } },
    onlyVerdicts
  )
  expect(tooLittle(learnableRows(onlyVerdicts, settings), ['reward'])).toContain('to score by')
})
