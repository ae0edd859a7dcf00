import { describe, expect, it } from 'vitest'
import type { WritingSlot } from '../../../src-preload/contract/drafts'
import { sayKinds } from '../../../src-renderer/features/personas/add/kinds'
import {
  chosen,
  chosenText,
  grow,
  type Suggestion
} from '../../../src-renderer/features/personas/add/suggestion'
import { readTextFile } from '../../../src-renderer/features/personas/add/text-file'
import {
  sayChanged,
  sayDeleted,
  sayStatus,
  sayWriting
} from '../../../src-renderer/features/personas/list/words'

describe('the status of a topic', () => {
  const words = (status: Parameters<typeof sayStatus>[0]['status'], drafts = 3, why?: string) =>
    sayStatus({ status, drafts, statusReason: why ?? null }).words

  it('says the next thing in the words of the list', () => {
    expect(words('toRank')).toBe('3 drafts to rank')
    expect(words('waiting')).toBe('Waiting to write')
    expect(words('ranked')).toBe('Ranked')
    expect(words('noDrafts', 0)).toBe('No drafts')
  })

  it('names a short reason why writing stopped, and leaves a long one to the tooltip', () => {
    expect(words('stopped', 0, 'no answer')).toBe('Stopped, no answer')
    expect(words('stopped', 0, 'LM Studio refused the token it was given')).toBe('Stopped')
  })

  it('counts the draft that is being written', () => {
    const writing = (...states: WritingSlot['state'][]) =>
      sayWriting({
        topicId: '0198c0de-0000-7000-8000-000000000001',
        jobId: '0198c0de-0000-7000-8000-000000000002',
        slots: states.map((state, index) => ({ index, state, text: '', error: null })),
        tokensPerSecond: null,
        tokens: 0,
        tokenLimit: 1500
      })
    expect(writing('writing', 'writing', 'writing')).toBe('Writing 1 of 3')
    expect(writing('done', 'writing', 'failed')).toBe('Writing 3 of 3')
    expect(writing('done', 'done', 'done')).toBe('Writing 3 of 3')
    expect(sayWriting(null)).toBe('Writing')
  })

  it('gives the day of a change as people say it', () => {
    const now = new Date(2026, 10, 21, 9).getTime()
    expect(sayChanged(now, now)).toBe('today')
    expect(sayChanged(new Date(2026, 10, 20, 23).getTime(), now)).toBe('yesterday')
    expect(sayChanged(new Date(2026, 10, 17).getTime(), now)).toBe('Tuesday')
    expect(sayChanged(new Date(2026, 2, 4).getTime(), now)).toBe('4 March')
  })
})

it('says what a deletion took with it', () => {
  expect(sayDeleted({ topics: 3, drafts: 9, rankings: 2 })).toBe(
    '3 topics deleted, with 9 drafts and 2 rankings'
  )
  expect(sayDeleted({ topics: 1, drafts: 3, rankings: 0 })).toBe('1 topic deleted, with 3 drafts')
  expect(sayDeleted({ topics: 1, drafts: 0, rankings: 0 })).toBe('1 topic deleted')
})

describe('suggested topics', () => {
  const line = (text: string, change: Partial<Suggestion> = {}): Suggestion => ({
    text,
    on: true,
    edited: false,
    ...change
  })

  it('grow as the model writes, and keep what the person changed meanwhile', () => {
    const first = grow([], 0, ['Rain on tin', 'A forecast owes'])
    expect(first).toEqual([line('Rain on tin'), line('A forecast owes')])
    const changed = [
      line('Rain on slate', { edited: true }),
      line('A forecast owes', { on: false })
    ]
    expect(grow(changed, 0, ['Rain on tin', 'A forecast owes its readers', 'Fog'])).toEqual([
      line('Rain on slate', { edited: true }),
      line('A forecast owes its readers', { on: false }),
      line('Fog')
    ])
  })

  it('are added to those of an earlier request, each once', () => {
    const before = [line('Rain on tin')]
    expect(grow(before, 1, ['rain on tin', 'Fog'])).toEqual([line('Rain on tin'), line('Fog')])
  })

  it('are added only when they are taken and not empty', () => {
    const lines = [line(' Fog '), line('Rain', { on: false }), line('  '), line('Snow')]
    expect(chosen(lines)).toHaveLength(2)
    expect(chosenText(lines)).toBe('Fog\nSnow')
  })
})

it('counts the kinds of a paste, the most frequent first', () => {
  const lines = ['essay', 'blog', 'essay', null].map((kind) => ({ kind }))
  expect(sayKinds(lines)).toBe('Kinds: essay 2, blog 1; 1 topic has none.')
  expect(sayKinds([{ kind: null }])).toBe('None of them has a kind.')
  const many = Array.from({ length: 8 }, (_, index) => ({ kind: `k${index}` }))
  expect(sayKinds(many)).toBe('Kinds: k0 1, k1 1, k2 1, k3 1, k4 1, k5 1, and 2 others.')
})

describe('a file of topics', () => {
  const read = (name: string, content: BlobPart) => readTextFile(new File([content], name))

  it('is read as text, whatever ends its lines', async () => {
    expect(await read('topics.txt', 'Fog\r\nRain\r\n')).toEqual({ text: 'Fog\nRain' })
    expect(await read('Topics.MD', '- Föhn')).toEqual({ text: '- Föhn' })
  })

  it('is refused with a reason when it is no text, too long or empty', async () => {
    const problem = async (name: string, content: BlobPart) => {
      const file = await read(name, content)
      return 'problem' in file ? file.problem : null
    }
    expect(await problem('topics.pdf', 'x')).toContain('not a .txt or .md file')
    expect(await problem('topics.txt', new Uint8Array([0xff, 0xfe, 0x41]))).toContain('UTF-8')
    expect(await problem('topics.txt', 'x'.repeat(2_000_001))).toContain('2 MB is the most')
    expect(await read('topics.txt', ' \n ')).toEqual({ problem: '“topics.txt” is empty.' })
  })
})
