import { expect, test } from 'vitest'
import { heldOutTopics } from '../../../src-main/datasets/split'

const ids = (count: number): string[] =>
  Array.from({ length: count }, (_, i) => `topic-${String(i)}`)

test('about a tenth of the topics is kept aside', () => {
  expect(heldOutTopics(ids(2000)).size).toBeGreaterThan(150)
  expect(heldOutTopics(ids(2000)).size).toBeLessThan(250)
})

test('a topic kept aside stays aside when others come', () => {
  const before = [...heldOutTopics(ids(500))]
  const after = heldOutTopics(ids(1000))
  expect(before.every((id) => after.has(id))).toBe(true)
})

test('a small set keeps nothing aside, a middling one at least one', () => {
  expect(heldOutTopics(ids(9)).size).toBe(0)
  expect(heldOutTopics(ids(10)).size).toBeGreaterThanOrEqual(1)
})
