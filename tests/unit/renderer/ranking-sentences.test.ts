import { describe, expect, it } from 'vitest'
import { orderOf, type Move } from '../../../src-renderer/features/rank/order'
import {
  choiceLabel,
  markOf,
  originDetail,
  pairsAdded
} from '../../../src-renderer/features/rank/sentences'

const pick = (place: number): Move => ({ pick: place })
const none = { edit: undefined }

describe('the sentence after the last key', () => {
  it('names three pairs one by one', () => {
    expect(pairsAdded([[1], [0], [2]], { pairs: 3, ...none })).toBe(
      'Three pairs added: B over A, B over C, A over C.'
    )
  })

  it('names one and two pairs', () => {
    expect(pairsAdded([[0], [1]], { pairs: 1, ...none })).toBe('One pair added: A over B.')
    expect(pairsAdded([[2], [0, 1]], { pairs: 2, ...none })).toBe(
      'Two pairs added: C over A, C over B.'
    )
  })

  it('names five and six pairs as an order', () => {
    expect(pairsAdded([[2], [1, 3], [0]], { pairs: 5, ...none })).toBe(
      'Five pairs added: C, then B and D, then A.'
    )
  })

  it('says that a tie adds none', () => {
    expect(pairsAdded([[0, 1, 2]], { pairs: 0, ...none })).toBe('A tie. No pairs added.')
  })

  it('puts an edit above everything', () => {
    expect(pairsAdded([[1], [0], [2]], { pairs: 6, edit: 1 })).toBe(
      'Six pairs added: your edit of B, then B, then A, then C.'
    )
  })
})

describe('marks', () => {
  const words = (count: number, moves: Move[]) =>
    Array.from({ length: count }, (_, place) => markOf(count, orderOf(count, moves), place)?.word)

  it('appear with each key', () => {
    expect(words(3, [])).toEqual([undefined, undefined, undefined])
    expect(words(3, [pick(1)])).toEqual([undefined, 'Best', undefined])
    expect(words(3, [pick(1), pick(2)])).toEqual(['Middle', 'Best', 'Worst'])
  })

  it('know two and four drafts and ties', () => {
    expect(words(2, [pick(1)])).toEqual(['Worse', 'Better'])
    expect(words(4, [pick(2), pick(0), pick(3)])).toEqual(['Worst', 'Third', 'Best', 'Second'])
    expect(words(4, [pick(2), pick(0), 'leaveOpen'])).toEqual(['Worst', 'Middle', 'Best', 'Middle'])
    expect(words(3, ['tie'])).toEqual(['Tied', 'Tied', 'Tied'])
    expect(words(3, [pick(0), 'tie'])).toEqual(['Best', 'Tied', 'Tied'])
  })

  it('number the worst by the count of drafts', () => {
    expect(markOf(4, orderOf(4, [pick(2), pick(0)]), 0)).toMatchObject({ rank: 'worst', place: 4 })
  })
})

it('says on the button what the key would do', () => {
  expect(choiceLabel(3, orderOf(3, []))).toBe('Best')
  expect(choiceLabel(3, orderOf(3, [pick(0)]))).toBe('Worst')
  expect(choiceLabel(4, orderOf(4, [pick(0), pick(1)]))).toBe('Second')
  expect(choiceLabel(2, orderOf(2, []))).toBe('Better')
})

it('shows the temperature without noise', () => {
  const origin = {
    engine: 'embedded' as const,
    model: 'm',
    sampling: { temperature: 0.8, topP: 0.95, minP: 0.05, maxTokens: 500 },
    seed: 1,
    promptTokens: 1,
    completionTokens: 1,
    elapsedMs: 1
  }
  expect(originDetail(origin)).toBe('temperature 0.8')
})
