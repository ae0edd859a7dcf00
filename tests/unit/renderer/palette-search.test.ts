import { expect, test } from 'vitest'
import { cut, matchText } from '../../../src-renderer/app/palette/search'

const bold = (text: string, query: string): string =>
  cut(text, matchText(text, query)?.ranges ?? [])
    .map((part) => (part.hit ? `[${part.text}]` : part.text))
    .join('')

test('marks what was typed, at the start of a word first', () => {
  expect(bold('New training run', 'tra')).toBe('New [tra]ining run')
  expect(bold('Extra trains', 'tra')).toBe('Extra [tra]ins')
  expect(bold('Extra', 'tra')).toBe('Ex[tra]')
})

test('finds words in any order, whatever their case and accents', () => {
  expect(bold('Émile on the Café', 'cafe emi')).toBe('[Émi]le on the [Café]')
  expect(matchText('New training run', 'tra zzz')).toBeNull()
})

test('an empty query fits everything and marks nothing', () => {
  expect(bold('Train', '  ')).toBe('Train')
})

test('the start of the name is better than the start of a word, that than the inside', () => {
  const score = (text: string) => matchText(text, 'tra')?.score ?? Infinity
  expect(score('Train')).toBeLessThan(score('New training run'))
  expect(score('New training run')).toBeLessThan(score('Extra'))
})

test('words that overlap are marked once', () => {
  expect(bold('Train', 'tra train')).toBe('[Tra][in]')
})

test('signs outside the first plane keep their places', () => {
  expect(bold('𝔄𝔅 rank', 'rank')).toBe('𝔄𝔅 [rank]')
})
