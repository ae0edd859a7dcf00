import { expect, test } from 'vitest'
import type { TrainerEvent } from '../../../src-preload/contract/trainer-events'
import { RunData } from '../../../src-preload/contract/training'
import { verdictOf } from '../../../src-main/training/verdict'

const summary = {
  firstLoss: 1,
  lastLoss: 0.5,
  heldOutLoss: 0.6,
  tokensPerSecond: 100,
  steps: 24,
  seconds: 10,
  peakMemoryMb: 900
}

const say = (
  preferenceAccuracy: number | null,
  heldOutPairs: number,
  events: TrainerEvent[] = [],
  more: { proseRise?: number } = {}
) =>
  verdictOf(
    {
      name: 'pilot v1',
      data: RunData.parse({
        rankings: 24,
        edits: 0,
        pairs: 72,
        sftRows: 22,
        heldOutTopics: 2,
        heldOutPairs
      }),
      sft: null,
      dpo: { ...summary, ...more, preferenceAccuracy },
      reward: null
    },
    events
  )

const sample = (step: number, text: string): TrainerEvent => ({
  type: 'sample',
  at: step,
  stage: 'dpo',
  step,
  prompt: 'Why?',
  text
})

test('it learned where the whole interval lies above chance', () => {
  expect(say(0.9, 40)).toMatchObject({ learned: 'yes', heldOut: { hits: 36, of: 40 } })
  expect(say(0.9, 40).sentences).toEqual([
    'pilot v1 learned which drafts you prefer.',
    'It was trained on 24 rankings and is right in 90% of 40 pairs it never saw; the true rate lies between 77% and 96%.'
  ])
})

test('few pairs decide nothing, however good they look, and the sentence says what would', () => {
  const { learned, sentences } = say(0.83, 6)
  expect(learned).toBe('unclear')
  expect(sentences[0]).toBe('Whether pilot v1 learned is too close to call.')
  expect(sentences[1]).toContain('rank more topics')
})

test('without held-out pairs nothing is claimed', () => {
  expect(say(null, 0)).toMatchObject({ learned: 'unmeasured', heldOut: null })
})

test('the samples say how its own answers changed', () => {
  const { sentences, samples } = say(0.9, 40, [
    sample(1, 'A long answer here'),
    sample(9, 'Short.')
  ])
  expect(samples).toMatchObject({ changed: 1, firstWords: 4, lastWords: 1 })
  expect(sentences[2]).toBe(
    'Its sample answers changed between the first look and the last, and went from about 4 words to 1.'
  )
})

test('what the taste cost elsewhere is said where it was measured', () => {
  const sentenceFor = (proseRise: number): string | undefined =>
    say(0.9, 40, [], { proseRise }).sentences.at(-1)
  expect(sentenceFor(0.031)).toBe('Its perplexity on ordinary prose is 3% above its base’s.')
  expect(sentenceFor(-0.02)).toBe('Its perplexity on ordinary prose is 2% below its base’s.')
  expect(sentenceFor(0.001)).toBe('Ordinary prose is as familiar to it as to its base.')
  expect(say(0.9, 40).sentences).toHaveLength(2)
})
