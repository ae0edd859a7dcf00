import { expect, test } from 'vitest'
import type { Job } from '@contract/jobs'
import type { Model } from '@contract/models'
import { nextStep, type Facts } from '../../../src-main/home/next-step'

const facts = (changes: {
  topics?: number
  withoutDrafts?: number
  toRank?: number
  pairs?: number
  pairsAtLastRun?: number
  personas?: number
  jobs?: Job[]
  models?: Model[]
  deployed?: string[]
  onStage?: { name: string; writes: boolean }
  medianMs?: number
}): Facts => {
  const { topics = 5, withoutDrafts = 0, toRank = 0, pairs = 0, pairsAtLastRun = 0 } = changes
  const persona = {
    id: 'p',
    name: 'Pilot',
    description: '',
    tags: [],
    keepOut: [],
    writer: null,
    draftsPerTopic: null,
    sample: false,
    systemMessage: '',
    createdAt: 0,
    updatedAt: 0,
    counts: { topics, withoutDrafts, toRank, ranked: 0, pairs }
  }
  return {
    stations: {
      topics: { count: topics, personas: 1, withoutDrafts },
      toRank: { count: toRank },
      pairs: { count: pairs, sinceLastRun: pairs - pairsAtLastRun },
      runs: { count: 0, lastAt: null },
      model: { name: null, detail: '', writes: false, ...changes.onStage }
    },
    personas: Array.from({ length: changes.personas ?? 1 }, () => persona),
    jobs: changes.jobs ?? [],
    models: changes.models ?? [],
    deployed: new Set(changes.deployed),
    pairsAtLastRun,
    pairsToRank: toRank * 3,
    medianMs: changes.medianMs ?? null
  }
}

const job = (state: Job['state']): Job => ({
  id: 'j',
  kind: 'export',
  title: 'Export of pilot v1',
  subjectId: null,
  steps: [],
  state,
  createdAt: 0,
  startedAt: 0
})

const adapter: Model = {
  id: 'a',
  kind: 'adapter',
  name: 'pilot v1',
  parentId: null,
  runId: null,
  path: '',
  sizeBytes: 0,
  quantization: null,
  licence: null,
  canaryAgrees: null,
  origin: null,
  checks: [],
  canBeTried: false,
  missing: false,
  createdAt: 0
}

test('an empty project begins with a voice', () => {
  expect(nextStep(facts({ personas: 0, topics: 0 })).step).toBe('add-persona')
})

test('a failed job comes before everything, with its own sentence', () => {
  const error = {
    code: 'disk_full' as const,
    message: 'The disk is full.',
    detail: null,
    remedy: null
  }
  const next = nextStep(
    facts({ toRank: 9, jobs: [job({ status: 'failed', at: 0, step: 0, error })] })
  )
  expect(next).toMatchObject({ step: 'retry-job', text: 'The disk is full.', subjectId: 'j' })
})

test('a trained model that was never loaded or exported comes before drafts to rank', () => {
  expect(nextStep(facts({ toRank: 9, models: [adapter] }))).toMatchObject({
    step: 'load-model',
    button: 'Load pilot v1',
    subjectId: 'a'
  })
  const merged: Model = { ...adapter, id: 'm', kind: 'merged', parentId: 'a' }
  expect(nextStep(facts({ toRank: 9, models: [adapter, merged] })).step).toBe('rank')
  // Its merged weights were freed since.
  const gguf: Model = { ...adapter, id: 'g', kind: 'gguf', parentId: 'a' }
  expect(nextStep(facts({ toRank: 9, models: [adapter, gguf] })).step).toBe('rank')
  expect(nextStep(facts({ toRank: 9, models: [adapter], deployed: ['a'] })).step).toBe('rank')
  const gone: Model = { ...adapter, missing: true }
  expect(nextStep(facts({ toRank: 9, models: [gone] })).step).toBe('rank')
})

test('a delivery that failed is opened and not blindly repeated', () => {
  const error = {
    code: 'engine_refused' as const,
    message: 'LM Studio refused to load the model.',
    detail: null,
    remedy: null
  }
  const failed: Job = { ...job({ status: 'failed', at: 0, step: 5, error }), kind: 'deploy' }
  expect(nextStep(facts({ jobs: [failed] }))).toMatchObject({
    step: 'open-job',
    button: 'See what to do',
    subjectId: 'j'
  })
})

test('drafts to rank come before topics without drafts, and the heading counts them', () => {
  expect(nextStep(facts({ toRank: 28, withoutDrafts: 3 })).title).toBe(
    '28 topics have fresh drafts to rank.'
  )
  expect(nextStep(facts({ toRank: 1 })).title).toBe('1 topic has fresh drafts to rank.')
  expect(nextStep(facts({ withoutDrafts: 3 })).button).toBe('Write drafts for 3')
})

test('minutes are the person’s own once they are known, and pairs are those the drafts can make', () => {
  expect(nextStep(facts({ toRank: 28 })).text).toBe(
    'About 14 minutes at two keys a topic. They add up to 84 pairs to what the next run learns.'
  )
  expect(nextStep(facts({ toRank: 28, medianMs: 60_000 })).text).toMatch(
    /^About 28 minutes at your usual pace\./
  )
})

test('a run is offered at a hundred new pairs, or forty in a hundred more than the last learned', () => {
  expect(nextStep(facts({ pairs: 99 })).step).toBe('add-topics')
  expect(nextStep(facts({ pairs: 100 })).step).toBe('start-run')
  expect(nextStep(facts({ pairs: 410, pairsAtLastRun: 311 })).step).toBe('add-topics')
  expect(nextStep(facts({ pairs: 411, pairsAtLastRun: 311 })).step).toBe('start-run')
  expect(nextStep(facts({ pairs: 83, pairsAtLastRun: 60 })).title).toBe('All drafts are ranked.')
  expect(nextStep(facts({ pairs: 84, pairsAtLastRun: 60 })).title).toBe(
    '24 new pairs are ready to learn from.'
  )
})

test('a job that runs hides no failure before it, and one that ended well does', () => {
  const failed = job({
    status: 'failed',
    at: 0,
    step: 0,
    error: { code: 'internal', message: 'It broke.', detail: null, remedy: null }
  })
  const queued = job({ status: 'queued', at: 0 })
  const ended = job({ status: 'succeeded', at: 0, message: '' })
  expect(nextStep(facts({ jobs: [queued, failed] })).step).toBe('retry-job')
  expect(nextStep(facts({ jobs: [ended, failed] })).step).toBe('add-topics')
})

test('when all is ranked the finding says how far the loop has come', () => {
  expect(nextStep(facts({ topics: 0 })).title).toBe('Give your persona something to write about.')
  expect(nextStep(facts({ pairs: 27 }))).toMatchObject({
    title: 'All drafts are ranked.',
    text: '27 pairs so far; about 100 make a useful first run. Paste as many topics as you like.'
  })
  const onStage = { name: 'pilot v1', writes: true }
  expect(nextStep(facts({ onStage })).title).toBe(
    'All drafts are ranked, and pilot v1 writes the next ones.'
  )
  expect(nextStep(facts({ onStage: { ...onStage, writes: false } }))).toMatchObject({
    title: 'All drafts are ranked, and pilot v1 is ready to write.',
    button: 'Add topics'
  })
})
