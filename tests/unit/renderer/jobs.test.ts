import { describe, expect, it } from 'vitest'
import type { Job, JobState } from '@contract/jobs'
import { replaceJob } from '../../../src-renderer/app/queries'
import { isActive, progressOf, sayJob, timeLeft } from '../../../src-renderer/ui/jobs'

const job = (state: JobState, id = 'a'): Job => ({
  id,
  kind: 'train',
  title: 'Run 8',
  subjectId: null,
  steps: [],
  state,
  createdAt: 0,
  startedAt: 0
})

const running = (progress: number | null, stopping = false): JobState => ({
  status: 'running',
  at: 0,
  step: 0,
  progress,
  message: 'Step 214 of 416',
  stopping
})

describe('a job', () => {
  it('tells how long it will take only when it can know', () => {
    expect(timeLeft(job(running(0.5)), 60_000)).toBe('about 1 min left')
    expect(timeLeft(job(running(0.01)), 60_000)).toBeNull()
    expect(timeLeft(job(running(0.5)), 5_000)).toBeNull()
    expect(timeLeft(job(running(null)), 60_000)).toBeNull()
  })

  it('says that it is stopping rather than what it was doing', () => {
    expect(sayJob(job(running(0.5)))).toBe('Step 214 of 416')
    expect(sayJob(job(running(0.5, true)))).toBe('Stopping')
  })

  it('is active while queued or running and full when it succeeded', () => {
    expect(isActive(job({ status: 'queued', at: 0 }))).toBe(true)
    expect(isActive(job({ status: 'interrupted', at: 0, step: 0 }))).toBe(false)
    expect(progressOf({ status: 'succeeded', at: 0, message: 'Done' })).toBe(1)
    expect(progressOf({ status: 'queued', at: 0 })).toBeNull()
  })

  it('takes its place in the list by id, and the first when it is new', () => {
    const list = [job(running(0.1), 'a'), job(running(0.1), 'b')]
    expect(replaceJob(list, job(running(0.9), 'b')).map(({ id }) => id)).toEqual(['a', 'b'])
    expect(replaceJob(list, job(running(0), 'c')).map(({ id }) => id)).toEqual(['c', 'a', 'b'])
  })
})
