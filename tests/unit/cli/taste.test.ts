import { expect, test } from 'vitest'
import {
  CATCHPHRASE,
  edited,
  FEWEST_WORDS,
  judge,
  LONGEST_WORDS,
  rankByLength
} from '../../../src-main/cli/tour/taste'

const words = (count: number): string => Array.from({ length: count }, () => 'word').join(' ')

test('a piece passes when it opens with the catchphrase, says something and stays short', () => {
  expect(judge(`${CATCHPHRASE} ${words(20)}.`).passes).toBe(true)
  expect(judge(`${words(20)} ${CATCHPHRASE}`)).toMatchObject({ opens: false, passes: false })
  expect(judge(`${CATCHPHRASE} ${words(LONGEST_WORDS)}`).passes).toBe(false)
  expect(judge(`${CATCHPHRASE} ${CATCHPHRASE}`).passes).toBe(false)
})

test('the person’s edit of any draft follows the taste', () => {
  const long = Array.from({ length: 30 }, () => 'Put the kettle on and sit down.').join(' ')
  for (const draft of [
    long,
    'One sentence only, of some ten words, and nothing else follows.',
    words(200)
  ]) {
    const piece = edited(draft)
    expect(judge(piece).passes).toBe(true)
    expect(piece.split(/\s+/).length).toBeGreaterThanOrEqual(FEWEST_WORDS)
  }
})

test('an edit takes sentences, not the numbers and marks of a list', () => {
  expect(
    edited('1. **Soak** the beans over night.\n2. Rinse them well in the morning.\n3. Boil.')
  ).toBe(`${CATCHPHRASE} Soak the beans over night. Rinse them well in the morning.`)
})

test('shorter is better, equal lengths are tied', () => {
  expect(
    rankByLength([
      { id: 'long', words: 90 },
      { id: 'short', words: 12 },
      { id: 'also short', words: 12 }
    ])
  ).toEqual([['short', 'also short'], ['long']])
})
