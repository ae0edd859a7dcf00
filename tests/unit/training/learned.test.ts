import { expect, test } from 'vitest'
import { RunData } from '../../../src-preload/contract/training'
import { learnedSentence } from '../../../src-main/training/learnable'

const data = RunData.parse({ rankings: 24, edits: 0, pairs: 72, sftRows: 22, heldOutTopics: 2 })
const summary = {
  firstLoss: 1,
  lastLoss: 0.5,
  heldOutLoss: 0.6,
  tokensPerSecond: 100,
  steps: 24,
  seconds: 10,
  peakMemoryMb: 900
}
const say = (preferenceAccuracy: number | null): string =>
  learnedSentence({ name: 'pilot v1', data, dpo: { ...summary, preferenceAccuracy }, reward: null })

test('a finished run says what it was seen to learn, and what was not measured', () => {
  expect(say(0.83)).toBe(
    'pilot v1 was trained on 24 rankings; on topics it never saw it prefers the better draft 83% of the time.'
  )
  expect(say(0.5)).toContain('does not tell the better draft (50%; chance is 50%)')
  expect(say(null)).toContain('No topic was held out to measure it')
})
