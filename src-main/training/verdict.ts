import type { Rate } from '@contract/rankings'
import type { Verdict } from '@contract/run-history'
import type { TrainerEvent } from '@contract/trainer-events'
import type { Run } from '@contract/training'
import { rateOf } from '../rankings/wilson'

type Measured = Pick<Run, 'name' | 'data' | 'sft' | 'dpo' | 'reward'>

const words = (text: string): number => text.split(/\s+/).filter(Boolean).length

/**
 * Whether a run learned, and how we know: the pairs it never saw, with a 95% Wilson interval, and
 * how its own answers changed. Pairs of one ranking hang together, so the true interval is wider.
 */
export function verdictOf(run: Measured, events: readonly TrainerEvent[]): Verdict {
  const measured = run.dpo ?? run.reward
  const of = run.data.heldOutPairs
  const accuracy = measured?.preferenceAccuracy ?? null
  const rate = accuracy === null ? null : rateOf({ hits: Math.round(accuracy * of), of })
  const samples = run.dpo || run.sft ? changeOf(events) : null
  const learned = judge(rate)
  return {
    learned,
    heldOut: rate,
    samples,
    sentences: [
      ...learning(run, rate, learned),
      ...(samples ? [sampleSentence(samples)] : []),
      ...proseSentence(run)
    ]
  }
}

/** Clear only where the whole interval lies on one side of chance. */
function judge(rate: Rate | null): Verdict['learned'] {
  if (rate === null) return 'unmeasured'
  if (rate.low > 0.5) return 'yes'
  return rate.high < 0.5 ? 'no' : 'unclear'
}

/** The answer, then how it is known. */
function learning(run: Measured, rate: Rate | null, learned: Verdict['learned']): [string, string] {
  const trained = `It was trained on ${String(run.data.rankings)} rankings`
  if (rate === null) {
    return [
      `${run.name} is trained; what it learned was not measured.`,
      `${trained}. No topic was held out to measure it: ask it and its base the same question.`
    ]
  }
  const share = `right in ${percent(rate.share)} of ${String(rate.of)} pairs it never saw`
  const range = `the true rate lies between ${percent(rate.low)} and ${percent(rate.high)}`
  const known = `${trained} and is ${share}; ${range}.`
  switch (learned) {
    case 'yes':
      return [`${run.name} learned which drafts you prefer.`, known]
    case 'no':
      return [`${run.name} prefers the drafts that you did not.`, known]
    default:
      return [
        `Whether ${run.name} learned is too close to call.`,
        `${known} Chance would be 50%. Read its answers, or rank more topics.`
      ]
  }
}

/** What the taste has cost elsewhere, where the run measured it. */
function proseSentence({ sft, dpo }: Measured): string[] {
  const rise = (dpo ?? sft)?.proseRise
  if (rise === undefined) return []
  const change = Math.round(Math.abs(rise) * 100)
  if (change === 0) return ['Ordinary prose is as familiar to it as to its base.']
  const side = rise > 0 ? 'above' : 'below'
  return [`Its perplexity on ordinary prose is ${String(change)}% ${side} its base’s.`]
}

/** The sample prompts' answers, after the first and after the last time they were asked. */
function changeOf(events: readonly TrainerEvent[]): Verdict['samples'] {
  const samples = events.flatMap((event) => (event.type === 'sample' ? [event] : []))
  const prompts = [...new Set(samples.map(({ prompt }) => prompt))]
  const pairs = prompts.flatMap((prompt) => {
    const own = samples.filter((sample) => sample.prompt === prompt)
    const [first, last] = [own[0], own.at(-1)]
    return first && last && first !== last ? [{ prompt, first: first.text, last: last.text }] : []
  })
  if (pairs.length === 0) return null
  const mean = (texts: readonly string[]): number =>
    Math.round(texts.reduce((sum, text) => sum + words(text), 0) / texts.length)
  return {
    pairs,
    firstWords: mean(pairs.map(({ first }) => first)),
    lastWords: mean(pairs.map(({ last }) => last)),
    changed: pairs.filter(({ first, last }) => first !== last).length
  }
}

function sampleSentence({
  pairs,
  changed,
  firstWords,
  lastWords
}: NonNullable<Verdict['samples']>) {
  if (changed === 0) return 'Its sample answers did not change between the first look and the last.'
  const which =
    changed === pairs.length
      ? 'Its sample answers'
      : `${String(changed)} of its ${String(pairs.length)} sample answers`
  const length =
    firstWords === lastWords
      ? `and stayed at about ${String(lastWords)} words`
      : `and went from about ${String(firstWords)} words to ${String(lastWords)}`
  return `${which} changed between the first look and the last, ${length}.`
}

const percent = (share: number): string => `${String(Math.round(share * 100))}%`
