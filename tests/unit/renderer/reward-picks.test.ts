import { expect, test } from 'vitest'
import type { Rate } from '../../../src-preload/contract/rankings'
import { sayAgreement, sayPick, sayTrust, score } from '../../../src-renderer/ui/picks/words'

const pick = (scores: Record<string, number>, heldOut: Rate | null = null) => {
  const drafts = Object.entries(scores)
    .map(([draftId, value]) => ({ draftId, score: value }))
    .toSorted((one, other) => other.score - one.score)
  const [first, second] = drafts
  return {
    state: 'scored' as const,
    modelId: 'm',
    modelName: 'calm scorer',
    drafts,
    best: first?.draftId ?? '',
    lead: first && second ? first.score - second.score : null,
    heldOut
  }
}
const nameOf = (id: string) => id.toUpperCase()

test.each([
  [{ a: 0.2, b: 0.23 }, 'It cannot tell: B and A lie 0.03 apart.'],
  [{ a: 0.2, b: 0.45 }, 'It picks B, narrowly: 0.25 before A.'],
  [{ a: 0.9, b: -0.5, c: 0 }, 'It picks A, clearly: 0.90 before C.'],
  [{ a: 0.9 }, 'A is the only draft.']
])('of the scores %o it says “%s”', (scores, sentence) => {
  expect(sayPick(pick(scores), nameOf)).toBe(sentence)
})

test('its order is compared with the person’s pair by pair; an edit was never scored', () => {
  const its = pick({ a: 0.9, b: 0.1, c: 0.4 })
  expect(sayAgreement(its, { groups: [['a'], ['c'], ['b']] }, nameOf)).toBe(
    'That is your choice too. It orders 3 of your 3 pairs as you did.'
  )
  expect(sayAgreement(its, { groups: [['edit'], ['b'], ['a', 'c']] }, nameOf)).toBe(
    'You put B first. It orders 0 of your 2 pairs as you did.'
  )
  expect(sayAgreement(its, { groups: [['a', 'b', 'c']] }, nameOf)).toBeNull()
})

test('how far it can be trusted carries its interval', () => {
  expect(sayTrust({ hits: 5, of: 7, share: 5 / 7, low: 0.36, high: 0.92 })).toBe(
    'On 7 pairs it had not learned from, it agreed with you in 71%; the true rate lies between 36% and 92%.'
  )
  expect(sayTrust(null)).toContain('was not measured')
  expect([score(0.705), score(-1)]).toEqual(['+0.70', '−1.00'])
})
