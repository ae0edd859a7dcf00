import { describe, expect, it } from 'vitest'
import type { Deployment } from '../../../src-preload/contract/deployments'
import { firstSentence } from '../../../src-renderer/features/deploy/sentences'
import type { Branch } from '../../../src-renderer/features/models/families'
import { frontOf, lineStateOf } from '../../../src-renderer/features/models/line-state'
import { model } from './models'

const base = model(1, 'base', null)
const adapter = model(2, 'adapter', 1)
const small = model(4, 'gguf', 3)
const large = model(5, 'gguf', 3)

const line = (parts: Partial<Branch>): Branch => ({
  run: null,
  adapter: null,
  merged: null,
  ggufs: [],
  ...parts
})

const deployment = (changes: Partial<Deployment>): Deployment => ({
  id: 'd',
  target: 'lmstudio',
  name: 'calm v1',
  runId: null,
  adapterId: adapter.id,
  modelId: small.id,
  quantization: 'Q4_K_M',
  contextLength: 4096,
  contextReason: '',
  jobId: 'j',
  question: '',
  state: { status: 'succeeded', at: 0, message: '' },
  steps: [],
  repairs: [],
  placedAt: '/models/calm.gguf',
  key: null,
  instanceId: null,
  proof: null,
  onStage: false,
  createdAt: 0,
  ...changes
})

describe('where a line stands', () => {
  it('is told by its files while nobody brought it anywhere', () => {
    expect(lineStateOf(line({}), []).at).toBe('base')
    expect(lineStateOf(line({ adapter }), []).at).toBe('trained')
    expect(lineStateOf(line({ adapter, ggufs: [small] }), []).at).toBe('made')
    expect(lineStateOf(line({ adapter: model(3, 'reward', 1) }), []).at).toBe('scores')
  })

  it('is the one on stage, also when a later one failed', () => {
    const failed = deployment({
      state: { status: 'cancelled', at: 0, step: 3 },
      placedAt: null
    })
    const branch = line({ adapter, ggufs: [small] })
    expect(lineStateOf(branch, [failed, deployment({ onStage: true })]).at).toBe('onStage')
    expect(lineStateOf(branch, [failed, deployment({})]).at).toBe('failed')
    expect(lineStateOf(branch, [deployment({}), failed]).at).toBe('placed')
  })

  it('is of its own adapter and files only', () => {
    const other = deployment({ adapterId: 'x', modelId: 'y', onStage: true })
    expect(lineStateOf(line({ adapter, ggufs: [small] }), [other]).at).toBe('made')
  })

  it('is spoken for by the file on stage, else the smallest, else the adapter', () => {
    const branch = line({ adapter, ggufs: [small, large] })
    const staged = lineStateOf(branch, [deployment({ modelId: large.id, onStage: true })])
    expect(frontOf(branch, staged, base)?.id).toBe(large.id)
    expect(frontOf(branch, { at: 'made', file: small }, base)?.id).toBe(small.id)
    expect(frontOf(line({ adapter }), { at: 'trained', adapter }, base)?.id).toBe(adapter.id)
    expect(frontOf(line({}), { at: 'base' }, base)?.id).toBe(base.id)
  })
})

describe('the first sentence of a failure', () => {
  it('ends where the next begins, not at the dot of a number or a file', () => {
    expect(firstSentence('It refused calm-v1.gguf with 0.4.5. Its guard counts 9.8 GB.')).toEqual({
      title: 'It refused calm-v1.gguf with 0.4.5.',
      rest: 'Its guard counts 9.8 GB.'
    })
    expect(firstSentence('It answered with “qwen3-4b.” “calm” was asked.')).toEqual({
      title: 'It answered with “qwen3-4b.”',
      rest: '“calm” was asked.'
    })
    expect(firstSentence('Only this')).toEqual({ title: 'Only this', rest: '' })
  })
})
