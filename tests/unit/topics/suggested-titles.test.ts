import { expect, test } from 'vitest'
import { suggestedTitles } from '../../../src-main/topics/suggested-titles'

const titles = (text: string, { existing = [] as string[], count = 10, whole = true } = {}) =>
  suggestedTitles(text, { existing, count, whole })

test.each([
  ['1. Fog on the river', 'Fog on the river'],
  ['- Fog on the river', 'Fog on the river'],
  ['“Fog on the river”', 'Fog on the river'],
  ["3) 'Fog on the river',", 'Fog on the river'],
  ['**Fog on the river**', 'Fog on the river'],
  ['2. **Fog on the river**: how it comes up in the morning and why', 'Fog on the river'],
  ['“Fog on the river” – a short piece about mornings', 'Fog on the river'],
  ['Topic 4: Fog on the river', 'Fog on the river'],
  ['Fog on the river -', 'Fog on the river'],
  ['<<Fog on the river>>', 'Fog on the river'],
  ['Why does fog lie?', 'Why does fog lie?'],
  ['Fog: a love story', 'Fog: a love story'],
  ['Hope and fog', 'Hope and fog']
])('reads a title out of %s', (line, title) => {
  expect(titles(line)).toEqual([title])
})

test.each([
  'Here are eight new topics:',
  'Sure, here you go',
  'You’re right, no introduction.',
  '## Topics',
  '```',
  'https://example.com/fog',
  'This topic is one of the many that makes rivers so intriguing.',
  'Fog is a cloud that lies on the ground. It comes up in the morning.',
  'Biology; Physics; Chemistry; Biology',
  'Fog and hail and snow and sleet and rain and wind and sun and fog again',
  '1.',
  '***'
])('leaves out what is no title: %s', (line) => {
  expect(titles(line)).toEqual([])
})

test('a title counts once, and not when it is there already', () => {
  expect(titles('Fog\nfog.\nRAIN\nHail', { existing: ['Rain'] })).toEqual(['Fog', 'Hail'])
})

test('takes no more than were asked for, and no last line that may be half a one', () => {
  expect(titles('Fog\nHail\nSnow', { count: 2 })).toEqual(['Fog', 'Hail'])
  expect(titles('Fog\nHail\nSno', { whole: false })).toEqual(['Fog', 'Hail'])
})
