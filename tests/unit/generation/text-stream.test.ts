import { expect, test } from 'vitest'
import { createTextStream } from '../../../src-main/generation/embedded/text-stream'

/** One token for each byte, so that every character above ASCII is split. */
const bytesOf = (text: string) => [...Buffer.from(text)] as never[]
const stream = (endSigns: string[]) =>
  createTextStream({ endSigns, detokenize: (tokens) => Buffer.from(tokens).toString('utf8') })

function write(text: string, endSigns: string[] = []) {
  const { push, rest } = stream(endSigns)
  const pieces: string[] = []
  for (const token of bytesOf(text)) {
    const piece = push(token)
    pieces.push(piece.text)
    if (piece.ended) return { pieces, ended: true }
  }
  pieces.push(rest())
  return { pieces, ended: false }
}

test('a character whose bytes come one by one is shown whole', () => {
  const { pieces } = write('né 🌧️ “so”')
  expect(pieces.join('')).toBe('né 🌧️ “so”')
  expect(pieces.every((piece) => !piece.includes('\uFFFD'))).toBe(true)
})

test('a character that the model never finished is left out', () => {
  const { push, rest } = stream([])
  for (const token of bytesOf('🌧').slice(0, 2)) push(token)
  expect(rest()).toBe('')
})

test('an end sign that was spelled out ends the draft, and no part of it shows', () => {
  const { pieces, ended } = write('Rain.<|im_end|>\nuser', ['<|im_end|>'])
  expect(ended).toBe(true)
  expect(pieces.join('')).toBe('Rain.')
})

test('what only looked like an end sign is shown', () => {
  expect(write('a <| b <|im_ c <|im_e', ['<|im_end|>']).pieces.join('')).toBe(
    'a <| b <|im_ c <|im_e'
  )
})
