import { describe, expect, it } from 'vitest'
import type { Draft, WritingSnapshot } from '@contract/drafts'
import { galleyColumns, keptDrafts } from '../../../src-renderer/features/topics/columns'

const draft = (variantIndex: number): Draft => ({
  id: `00000000-0000-7000-8000-00000000000${variantIndex}`,
  topicId: '00000000-0000-7000-8000-000000000010',
  variantIndex,
  text: `Draft number ${variantIndex}`,
  words: 3,
  parentDraftId: null,
  cutShort: false,
  origin: null,
  createdAt: 0
})

const snapshot: WritingSnapshot = {
  topicId: '00000000-0000-7000-8000-000000000010',
  jobId: '00000000-0000-7000-8000-000000000020',
  tokensPerSecond: null,
  tokens: 12,
  tokenLimit: 1500,
  slots: [
    { index: 0, state: 'done', text: 'All of it.', error: null },
    {
      index: 1,
      state: 'failed',
      text: '',
      error: { code: 'engine_crashed', message: 'It stopped.', detail: null, remedy: null }
    },
    { index: 2, state: 'writing', text: 'Half of', error: null }
  ]
}

describe('the galleys of a topic', () => {
  it('show the writing in progress, not the drafts before it', () => {
    const columns = galleyColumns({ drafts: [draft(0)], live: snapshot, last: null, waiting: null })
    expect(columns.map(({ state }) => state)).toEqual(['ready', 'failed', 'writing'])
    expect(columns[2]).toMatchObject({ text: 'Half of', words: 2 })
  })

  it('keep a failed draft in its place when the others are done', () => {
    const drafts = [draft(0), draft(2)]
    const columns = galleyColumns({ drafts, live: null, last: snapshot, waiting: null })
    expect(columns.map(({ index, state }) => [index, state])).toEqual([
      [0, 'ready'],
      [1, 'failed'],
      [2, 'ready']
    ])
  })

  it('forget the failure once that draft is there', () => {
    const drafts = [draft(0), draft(1), draft(2)]
    const columns = galleyColumns({ drafts, live: null, last: snapshot, waiting: null })
    expect(columns.every(({ state }) => state === 'ready')).toBe(true)
  })

  it('keep room for a topic that waits for its turn', () => {
    const columns = galleyColumns({ drafts: [], live: null, last: null, waiting: 3 })
    expect(columns.map(({ state }) => state)).toEqual(['waiting', 'waiting', 'waiting'])
  })

  it('show a gap as a draft that was not written, when nothing tells why any more', () => {
    const drafts = [draft(0), draft(2)]
    const columns = galleyColumns({ drafts, live: null, last: null, waiting: null })
    expect(columns.map(({ state, error }) => [state, error])).toEqual([
      ['ready', null],
      ['failed', null],
      ['ready', null]
    ])
  })

  it('keep the drafts that stay while another is written again', () => {
    const drafts = [draft(0), draft(1)]
    const again: WritingSnapshot = {
      ...snapshot,
      slots: [
        { index: 0, state: 'done', text: 'Draft number 0', error: null },
        { index: 1, state: 'writing', text: 'Something', error: null }
      ]
    }
    expect(keptDrafts(drafts, again)).toEqual(new Set([0]))
    const columns = galleyColumns({ drafts, live: again, last: null, waiting: null })
    expect(columns[0]?.draft?.id).toBe(draft(0).id)
    expect(columns[1]).toMatchObject({ state: 'writing', draft: null })
  })

  it('take no draft of a new writing for one of the old set', () => {
    expect(keptDrafts([draft(0)], snapshot)).toEqual(new Set())
  })
})
