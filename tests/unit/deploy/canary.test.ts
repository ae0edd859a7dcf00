import { expect, test } from 'vitest'
import { canaryFailure, compareAnswers, leakedTokens } from '../../../src-main/deploy/canary'
import { CANARY_PROMPTS, canaryConversations } from '../../../src-main/deploy/canary-prompts'

const templateTokens = ['<|im_start|>', '<|im_end|>', '<repo_name>']
/** Words are the tokens; each leads by two nats, but for those in `margins`. */
const trained = (text: string, margins: Record<number, number> = {}) => {
  const tokens = text.match(/\s*\S+/g) ?? []
  return {
    text,
    margins: [...tokens, 'end of turn'].map((_, index) => margins[index] ?? 2),
    ends: tokens.map((_, index) => tokens.slice(0, index + 1).join('').length)
  }
}
const compare = (before: string, after: string, margins: Record<number, number> = {}) =>
  compareAnswers({
    prompt: 'Say something.',
    before: trained(before, margins),
    after,
    templateTokens
  })

test('equal answers agree', () => {
  expect(compare('Rain falls.\nIt stops.', 'Rain falls.\nIt stops.')).toMatchObject({
    agrees: true,
    leaked: []
  })
})

test('an answer cut within a character or at a space agrees with the same cut elsewhere', () => {
  expect(compare('A caf\uFFFD', 'A caf').agrees).toBe(true)
  expect(compare('def f():\n ', 'def f():').agrees).toBe(true)
})

test.each([
  ['one letter', 'A naive café.', 'A naïve café.'],
  ['a space before a digit', '2 048', '2  048'],
  ['a missing end', 'Rain falls. It stops.', 'Rain falls.'],
  ['a space at the beginning', 'Rain', ' Rain']
])('answers that differ by %s do not agree', (_what, before, after) => {
  expect(compare(before, after).agrees).toBe(false)
})

test('answers that part where two tokens were equally likely agree, and say so', () => {
  expect(compare('A pocket with a coin', 'A pocket full of gold', { 2: 0.01 })).toMatchObject({
    agrees: true,
    tie: 0.01
  })
  expect(compare('A pocket with a coin', 'A pocket full of gold', { 3: 0.01 }).agrees).toBe(false)
  expect(compare('A pocket with a coin', 'A pocket full of gold', { 2: 0.2 }).agrees).toBe(false)
  expect(compare('Rain falls.', 'Rain falls. It stops.', { 2: 0.01 }).agrees).toBe(true)
  expect(compare('A forest', 'A for', { 1: 0.01 }).agrees).toBe(true)
})

test('ties excuse one answer, not most of them', () => {
  const same = compare('Yes.', 'Yes.')
  const tied = compare('Yes. No.', 'Yes. Perhaps.', { 1: 0.01 })
  expect(canaryFailure('calm', [same, same, same, tied, tied])).toBeNull()
  expect(canaryFailure('calm', [same, same, tied, tied, tied])?.code).toBe('export_failed')
})

test('tokens of the template are found, those of other families too; prose is not', () => {
  expect(leakedTokens('Fine.<|im_end|>', templateTokens)).toEqual(['<|im_end|>'])
  expect(leakedTokens('Fine.<|eot_id|>', templateTokens)).toEqual(['<|eot_id|>'])
  expect(leakedTokens('a < b || c > d and <b>bold</b>', templateTokens)).toEqual([])
})

test('a failure names the prompt and shows both beginnings', () => {
  const same = compare('Yes.', 'Yes.')
  const long = 'The rain falls on the window and '
  const other = compare(`${long}stops.${'.'.repeat(200)}`, `${long}goes on.`)
  const failure = canaryFailure('calm-engineer v2', [same, other, other])
  expect(failure?.code).toBe('export_failed')
  expect(failure?.message).toContain('“calm-engineer v2” answers prompt 2 of 3 differently')
  expect(failure?.detail).toContain('prompt: Say something.')
  expect(failure?.detail).toContain(`before: "${long}stops`)
  expect(failure?.detail).toContain(`after:  "${long}goes on."`)
  expect(failure?.detail).not.toContain('.'.repeat(100))
})

test('a leak fails even where both answers are equal, whichever shows it', () => {
  const failure = canaryFailure('calm', [compare('Yes.<|im_end|>', 'Yes.<|im_end|>')])
  expect(failure?.message).toContain('“calm” writes tokens of its chat template (<|im_end|>)')
  expect(compare('Yes.<|im_start|>', 'Yes.').leaked).toEqual(['<|im_start|>'])
})

test('all answers equal is no failure', () => {
  expect(canaryFailure('calm', [compare('Yes.', 'Yes.')])).toBeNull()
})

test('the persona’s system message stands before each of the five prompts', () => {
  const conversations = canaryConversations('You are calm.')
  expect(conversations).toHaveLength(5)
  expect(conversations[0]).toEqual([
    { role: 'system', content: 'You are calm.' },
    { role: 'user', content: CANARY_PROMPTS[0] }
  ])
  expect(canaryConversations(null)[0]).toEqual([{ role: 'user', content: CANARY_PROMPTS[0] }])
})
