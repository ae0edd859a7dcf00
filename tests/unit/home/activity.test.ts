import { expect, test } from 'vitest'
import type { Job } from '@contract/jobs'
import type { Ranking } from '@contract/rankings'
import { recentActivity } from '../../../src-main/home/activity'

const NOON = new Date(2026, 3, 14, 12).getTime()

const ranking = (change: Partial<Ranking> = {}): Ranking => ({
  id: 'r',
  topicId: 't',
  topicTitle: 'Rain',
  personaName: 'Pilot',
  groups: [],
  pairs: 3,
  accepted: null,
  edited: false,
  createdAt: NOON,
  ...change
})

const job = (change: Partial<Job> = {}): Job => ({
  id: 'j',
  kind: 'write-drafts',
  title: 'Write drafts for 4 topics',
  subjectId: null,
  steps: [],
  state: { status: 'succeeded', at: NOON + 61_000, message: '' },
  createdAt: NOON,
  startedAt: NOON + 1000,
  ...change
})

const recent = (change: Partial<Parameters<typeof recentActivity>[0]>) =>
  recentActivity({ rankings: [], jobs: [], deletedPersonas: [], deletedTopics: [], ...change })

test('one ranking can be taken back; a sitting’s are gathered by persona and day', () => {
  expect(recent({ rankings: [ranking()] })).toMatchObject([
    { text: 'Ranked “Rain”', figure: '3 pairs', undo: { kind: 'ranking', id: 'r' } }
  ])
  const sitting = [ranking(), ranking({ id: 's', pairs: 1 }), ranking({ personaName: 'Other' })]
  expect(recent({ rankings: sitting })).toMatchObject([
    { text: 'Ranked 2 topics for Pilot', figure: '4 pairs', undo: null },
    { text: 'Ranked “Rain”', figure: '3 pairs' }
  ])
})

test('a job that ended says what was done and how long it took; one that runs is not there', () => {
  const failed = job({
    state: {
      status: 'failed',
      at: NOON,
      step: 0,
      error: { code: 'internal', message: 'It broke.', detail: null, remedy: null }
    }
  })
  expect(recent({ jobs: [job(), failed, job({ state: { status: 'queued', at: NOON } })] })).toEqual(
    [
      expect.objectContaining({ text: 'Wrote drafts for 4 topics', figure: '60 s', jobId: 'j' }),
      expect.objectContaining({ text: 'Write drafts for 4 topics: did not finish' })
    ]
  )
})

test('what was deleted can be brought back from here', () => {
  const gone = { at: NOON, ids: ['a', 'b'], topics: 9, name: 'Pilot', sample: true }
  expect(
    recent({
      deletedPersonas: [gone, { ...gone, at: NOON - 1, ids: ['c'], topics: 0, sample: false }],
      deletedTopics: [
        { at: NOON - 2, ids: ['x', 'y'], title: 'Fog', personaName: 'Pilot' },
        { at: NOON - 3, ids: ['z'], title: 'Hail', personaName: null }
      ]
    }).map(({ text, figure, undo }) => ({ text, figure, undo }))
  ).toEqual([
    { text: 'Removed the sample', figure: '9 topics', undo: { kind: 'sample' } },
    { text: 'Deleted Pilot', figure: '', undo: { kind: 'persona', id: 'c' } },
    { text: 'Deleted 2 topics', figure: 'Pilot', undo: { kind: 'topics', ids: ['x', 'y'] } },
    { text: 'Deleted “Hail”', figure: '', undo: { kind: 'topics', ids: ['z'] } }
  ])
})
