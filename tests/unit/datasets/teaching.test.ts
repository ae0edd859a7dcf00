import { expect, test } from 'vitest'
import { teachingOf } from '../../../src-main/datasets/teaching'

const order = (...groups: string[][]) => teachingOf({ groups, editDraftId: null, accepted: null })
const scores = (teaching: ReturnType<typeof order>) =>
  teaching.rewards.map(({ draftId, score }) => [draftId, Number(score.toFixed(3))])

test('three drafts in order: three pairs, the best to imitate, rewards +1, 0, −1', () => {
  const teaching = order(['a'], ['b'], ['c'])
  expect(teaching.pairs).toHaveLength(3)
  expect(teaching.sft).toEqual(['a'])
  expect(scores(teaching)).toEqual([
    ['a', 1],
    ['b', 0],
    ['c', -1]
  ])
})

test('two drafts are rewarded with +1 and −1, four in even steps', () => {
  expect(scores(order(['a'], ['b']))).toEqual([
    ['a', 1],
    ['b', -1]
  ])
  expect(scores(order(['a'], ['b'], ['c'], ['d']))).toEqual([
    ['a', 1],
    ['b', 0.333],
    ['c', -0.333],
    ['d', -1]
  ])
})

test('tied drafts share the mean of their places, and none is imitated when they share the top', () => {
  const teaching = order(['a', 'b'], ['c'])
  expect(teaching.sft).toEqual([])
  expect(scores(teaching)).toEqual([
    ['a', 0.5],
    ['b', 0.5],
    ['c', -1]
  ])
  expect(scores(order(['a'], ['b', 'c'], ['d']))).toEqual([
    ['a', 1],
    ['b', 0],
    ['c', 0],
    ['d', -1]
  ])
})

test('a tie between all teaches nothing', () => {
  expect(order(['a', 'b', 'c'])).toEqual({ pairs: [], sft: [], rewards: [] })
})

test('an edit is the answer to imitate, better than every draft', () => {
  const teaching = teachingOf({
    groups: [['e'], ['a', 'b', 'c']],
    editDraftId: 'e',
    accepted: null
  })
  expect(teaching.pairs).toHaveLength(3)
  expect(teaching.sft).toEqual(['e'])
  expect(scores(teaching)[0]).toEqual(['e', 1])
})

test('a verdict: all that is accepted is imitated, rewards are +1 and −1', () => {
  const teaching = teachingOf({
    groups: [['e'], ['a', 'b'], ['c']],
    editDraftId: 'e',
    accepted: ['a', 'b']
  })
  expect(teaching.sft).toEqual(['e', 'a', 'b'])
  expect(scores(teaching)).toEqual([
    ['e', 1],
    ['a', 1],
    ['b', 1],
    ['c', -1]
  ])
})
