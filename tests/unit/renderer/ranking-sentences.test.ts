import { describe, expect, it } from 'vitest'
import { choiceLabel, markOf, originDetail } from '../../../src-renderer/features/rank/marks'
import type { Move } from '../../../src-renderer/features/rank/moves'
import { orderOf } from '../../../src-renderer/features/rank/order'
import { repeated } from '../../../src-renderer/features/rank/repeats'
import * as sentences from '../../../src-renderer/features/rank/sentences'

const pick = (place: number): Move => ({ pick: place })
const none = { edit: undefined }

const pairsAdded = (groups: number[][], made: { pairs: number; edit: number | undefined }) =>
  sentences.pairsAdded({ groups, accepted: null }, { count: groups.flat().length, ...made })

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

describe('the sentence after a verdict', () => {
  const said = (count: number, accepted: number[], pairs: number, edit?: number) =>
    sentences.pairsAdded({ groups: [], accepted }, { count, pairs, edit })

  it('names who is in and who is out', () => {
    expect(said(3, [0, 2], 2)).toBe('A and C are accepted, B is rejected. Two pairs added.')
    expect(said(3, [1], 2)).toBe('B is accepted, A and C are rejected. Two pairs added.')
  })

  it('says that all alike teach no preference', () => {
    expect(said(3, [], 0)).toBe('All three are rejected. No pairs added.')
    expect(said(2, [0, 1], 0)).toBe('Both are accepted. No pairs added.')
  })

  it('puts an edit above them', () => {
    expect(said(3, [0], 5, 0)).toBe(
      'A is accepted, B and C are rejected. Your edit of A stands above them. Five pairs added.'
    )
  })
})

describe('the sentence after a topic that came back', () => {
  const now = new Date(2026, 2, 20, 12).getTime()
  const tuesday = new Date(2026, 2, 17, 9).getTime()

  it('says when, and how many pairs agree', () => {
    expect(repeated({ rankedAt: tuesday, pairs: 3, agreed: 2 }, now)).toBe(
      'You ranked this on Tuesday: two of three pairs agree.'
    )
    expect(repeated({ rankedAt: tuesday, pairs: 3, agreed: 1 }, now)).toBe(
      'You ranked this on Tuesday: one of three pairs agrees.'
    )
  })

  it('has words for all, none and one', () => {
    const yesterday = now - 86_400_000
    expect(repeated({ rankedAt: yesterday, pairs: 3, agreed: 3 }, now)).toBe(
      'You ranked this yesterday: all three pairs agree.'
    )
    expect(repeated({ rankedAt: yesterday, pairs: 3, agreed: 0 }, now)).toBe(
      'You ranked this yesterday: none of three pairs agrees.'
    )
    expect(repeated({ rankedAt: yesterday, pairs: 1, agreed: 1 }, now)).toBe(
      'You ranked this yesterday: the pair agrees.'
    )
  })

  it('compares nothing with a tie', () => {
    expect(repeated({ rankedAt: tuesday, pairs: 0, agreed: 0 }, now)).toContain(
      'no pairs to compare'
    )
  })
})

it('says that a draft of the sample was written for it', () => {
  expect(
    originDetail({
      engine: 'sample',
      model: 'Sample',
      sampling: null,
      seed: null,
      promptTokens: null,
      completionTokens: null,
      elapsedMs: null
    })
  ).toBe('written for the sample')
})

it('asks which are accepted, and says which key rejects all', () => {
  const asked = (moves: Move[]) =>
    sentences.sentenceOf(
      {
        phase: 'choosing',
        item: {
          topicId: 't',
          personaId: 'p',
          personaName: 'Plain',
          title: 'Topic',
          prompt: 'Write.',
          seed: 1,
          drafts: ['x', 'y', 'z'].map((id) => ({ id, text: id, words: 1 }))
        },
        way: 'verdict',
        moves,
        edit: null,
        since: 0,
        elapsedMs: 0
      },
      orderOf(3, moves, 'verdict'),
      { rejectKey: 'X' }
    )
  expect(asked([])).toBe('Which do you accept? X rejects all three.')
  expect(asked([{ toggle: 0 }, { toggle: 2 }])).toBe('A and C are accepted so far.')
})
