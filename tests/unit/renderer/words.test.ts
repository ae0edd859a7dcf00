import { describe, expect, it } from 'vitest'
import {
  count,
  duration,
  inWords,
  letter,
  size,
  when,
  whenDay,
  wordCount
} from '../../../src-renderer/ui/words'

describe('numbers with their nouns', () => {
  it('agree in number', () => {
    expect(count(1, 'topic')).toBe('1 topic')
    expect(count(0, 'topic')).toBe('0 topics')
    expect(count(2146, 'example')).toBe('2,146 examples')
    expect(inWords(3, 'draft')).toBe('three drafts')
    expect(inWords(12, 'draft')).toBe('12 drafts')
  })

  it('carry units that fit their size', () => {
    expect(duration(45_000)).toBe('45 s')
    expect(duration(13 * 60_000)).toBe('13 min')
    expect(duration(125 * 60_000)).toBe('2 h 5 min')
    expect(duration(120 * 60_000)).toBe('2 h')
    expect(size(742_000_000)).toBe('742 MB')
    expect(size(2_500_000_000)).toBe('2.5 GB')
  })
})

describe('times', () => {
  const now = new Date(2026, 10, 21, 13, 5).getTime()

  it('are an hour today, then Yesterday, the weekday, the date', () => {
    expect(when(new Date(2026, 10, 21, 9, 2).getTime(), now)).toBe('9:02')
    expect(when(new Date(2026, 10, 20, 23, 59).getTime(), now)).toBe('Yesterday')
    expect(when(new Date(2026, 10, 17, 8, 0).getTime(), now)).toBe('Tuesday')
    expect(when(new Date(2026, 2, 4).getTime(), now)).toBe('4 March')
    expect(when(new Date(2025, 2, 4).getTime(), now)).toBe('4 March 2025')
    expect(whenDay(now, now)).toBe('Today')
  })
})

describe('drafts', () => {
  it('are counted by word and named by letter', () => {
    expect(wordCount('  Most habits\nfail. ')).toBe(3)
    expect(wordCount('')).toBe(0)
    expect([0, 1, 2, 3].map(letter).join('')).toBe('ABCD')
  })
})
