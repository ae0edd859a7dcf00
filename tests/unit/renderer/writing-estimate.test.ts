import { describe, expect, it } from 'vitest'
import type { WritingSnapshot } from '@contract/drafts'
import {
  progressOf,
  sayTimeLeft,
  wordsOfTokens
} from '../../../src-renderer/features/topics/estimate'

const words = (n: number) => Array.from({ length: n }, () => 'word').join(' ')

type Slot = [state: 'waiting' | 'writing' | 'done' | 'failed', words: number]

const snapshot = (slots: Slot[], change: Partial<WritingSnapshot> = {}): WritingSnapshot => ({
  topicId: '00000000-0000-7000-8000-000000000010',
  jobId: '00000000-0000-7000-8000-000000000020',
  tokens: 200,
  tokensPerSecond: 50,
  tokenLimit: 900,
  slots: slots.map(([state, n], index) => ({ index, state, text: words(n), error: null })),
  ...change
})

describe('what is left of a writing', () => {
  it('is at most what the limits of the open drafts leave, at the speed of all together', () => {
    const progress = progressOf(
      snapshot([
        ['writing', 60],
        ['writing', 40],
        ['waiting', 0]
      ])
    )
    // 900 tokens may be written, 200 are: 700 at 50 a second.
    expect(progress.msAtMost).toBeCloseTo(14_000)
    expect(progress.share).toBeCloseTo(200 / 900)
    expect(sayTimeLeft(progress)).toBe('up to about 14 s left')
  })

  it('shrinks when a draft ends before its limit', () => {
    const progress = progressOf(
      snapshot([
        ['done', 50],
        ['writing', 50],
        ['done', 50]
      ])
    )
    // A third of the tokens is the open draft's: 300 − 66⅔ are left to it.
    expect(progress.msAtMost).toBeCloseTo(((300 - 200 / 3) / 50) * 1000)
    expect(progress.wordsAtMost).toBeGreaterThanOrEqual(progress.words)
  })

  it('counts a failed draft as over', () => {
    const progress = progressOf(
      snapshot([
        ['failed', 0],
        ['done', 100],
        ['done', 100]
      ])
    )
    expect(progress.msAtMost).toBe(0)
    expect(sayTimeLeft(progress)).toBeNull()
  })

  it('leaves out the drafts that stay while another is written again', () => {
    const again = snapshot(
      [
        ['done', 300],
        ['writing', 20],
        ['done', 300]
      ],
      { tokens: 40, tokenLimit: 300, tokensPerSecond: 20 }
    )
    const progress = progressOf(again, new Set([0, 2]))
    expect(progress.words).toBe(20)
    expect(progress.msAtMost).toBeCloseTo(((300 - 40) / 20) * 1000)
  })

  it('is unknown before there is a speed to go by', () => {
    const early = snapshot([['writing', 2]], { tokens: 3 })
    expect(progressOf(early)).toEqual({ words: 2, wordsAtMost: null, share: null, msAtMost: null })
    const stalled = progressOf(snapshot([['writing', 50]], { tokensPerSecond: null }))
    expect(sayTimeLeft(stalled)).toBeNull()
  })
})

describe('words from tokens', () => {
  it('are three for four, rounded as an estimate is', () => {
    expect(wordsOfTokens(500)).toBe(380)
    expect(wordsOfTokens(50)).toBe(40)
    expect(wordsOfTokens(2000)).toBe(1500)
  })

  it('are never none', () => {
    expect(wordsOfTokens(1)).toBe(5)
  })
})
