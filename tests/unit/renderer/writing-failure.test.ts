import { describe, expect, it } from 'vitest'
import type { ErrorEnvelope } from '@contract/errors'
import type { Job } from '@contract/jobs'
import type { Topic } from '@contract/topics'
import { failureOf } from '../../../src-renderer/features/topics/failure'

const id = '00000000-0000-7000-8000-000000000001'
const other = '00000000-0000-7000-8000-000000000002'
const error = (message: string): ErrorEnvelope => ({
  code: 'engine_unreachable',
  message,
  detail: null,
  remedy: { text: 'Start its server.', action: 'start-server' }
})
const job = (subjectId: string | null, state: Job['state']): Job => ({
  id: '00000000-0000-7000-8000-000000000009',
  kind: 'write-drafts',
  title: 'Write drafts',
  subjectId,
  steps: [],
  state,
  createdAt: 1,
  startedAt: 1
})
const failed = (message: string, at = 100): Job['state'] => ({
  status: 'failed',
  at,
  step: 0,
  error: error(message)
})
const topic = (change: Partial<Topic> = {}) => ({
  id,
  status: 'noDrafts' as const,
  statusReason: null,
  ...change
})
const none = { columns: [], drafts: [] }

describe('why a writing came to nothing', () => {
  it('is told by the job of the topic, before a draft was begun', () => {
    const jobs = [job(id, failed('It did not answer.'))]
    expect(failureOf({ ...none, topic: topic(), jobs })).toEqual(error('It did not answer.'))
  })

  it('is over once the topic was written again', () => {
    const jobs = [
      job(id, { status: 'succeeded', at: 200, message: 'Done' }),
      job(id, failed('It did not answer.'))
    ]
    expect(failureOf({ ...none, topic: topic(), jobs })).toBeNull()
  })

  it('is not that of another topic', () => {
    expect(
      failureOf({ ...none, topic: topic(), jobs: [job(other, failed('No answer.'))] })
    ).toBeNull()
  })

  it('is found in a batch by the reason that it left', () => {
    const jobs = [job(null, failed('No answer.'))]
    const stopped = topic({ status: 'stopped', statusReason: 'No answer.' })
    expect(failureOf({ ...none, topic: stopped, jobs })).toEqual(error('No answer.'))
    expect(failureOf({ ...none, topic: topic(), jobs })).toBeNull()
  })

  it('is what a draft was seen to fail with, when the topic stopped', () => {
    const column = {
      index: 0,
      state: 'failed' as const,
      text: '',
      words: 0,
      error: error('Memory ran out.'),
      draft: null
    }
    const stopped = topic({ status: 'stopped', statusReason: 'x' })
    expect(failureOf({ columns: [column], drafts: [], topic: stopped, jobs: [] })?.message).toBe(
      'Memory ran out.'
    )
  })
})
