import { expect, test } from 'vitest'
import type { Job } from '@contract/jobs'
import type { Model } from '@contract/models'
import { nextStep } from '../../../src-main/home/next-step'

type Facts = Parameters<typeof nextStep>[0]

const facts = (changes: {
  topics?: number
  withoutDrafts?: number
  toRank?: number
  pairs?: number
  pairsAtLastRun?: number
  personas?: number
  jobs?: Job[]
  models?: Model[]
}): Facts => {
  const { topics = 5, withoutDrafts = 0, toRank = 0, pairs = 0, pairsAtLastRun = 0 } = changes
  const persona = {
    id: 'p',
    name: 'Pilot',
    description: '',
    tags: [],
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
      model: { name: null, detail: '', writes: false }
    },
    personas: Array.from({ length: changes.personas ?? 1 }, () => persona),
    jobs: changes.jobs ?? [],
    models: changes.models ?? [],
    pairsAtLastRun
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

test('a trained model that was never exported comes before drafts to rank', () => {
  expect(nextStep(facts({ toRank: 9, models: [adapter] })).step).toBe('export-model')
  const merged: Model = { ...adapter, id: 'm', kind: 'merged', parentId: 'a' }
  expect(nextStep(facts({ toRank: 9, models: [adapter, merged] })).step).toBe('rank')
})

test('drafts to rank come before topics without drafts, and the heading counts them', () => {
  expect(nextStep(facts({ toRank: 28, withoutDrafts: 3 })).title).toBe(
    '28 topics have fresh drafts to rank.'
  )
  expect(nextStep(facts({ toRank: 1 })).title).toBe('1 topic has fresh drafts to rank.')
  expect(nextStep(facts({ withoutDrafts: 3 })).button).toBe('Write drafts for 3')
})

test('a run is offered at thirty pairs, later at a hundred new ones or forty in a hundred more', () => {
  expect(nextStep(facts({ pairs: 29 })).step).toBe('add-topics')
  expect(nextStep(facts({ pairs: 30 })).step).toBe('start-run')
  expect(nextStep(facts({ pairs: 410, pairsAtLastRun: 311 })).step).toBe('add-topics')
  expect(nextStep(facts({ pairs: 411, pairsAtLastRun: 311 })).step).toBe('start-run')
  expect(nextStep(facts({ pairs: 140, pairsAtLastRun: 100 })).step).toBe('start-run')
})
