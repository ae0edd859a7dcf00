import { inWords, whenDay } from '../../ui/words'
import type { Repeat } from './scene'

/** “You ranked this on Tuesday: two of three pairs agree.” Said only after the last key. */
export const repeated = ({ rankedAt, pairs, agreed }: Repeat, now = Date.now()): string => {
  const before = `You ranked this ${onDay(rankedAt, now)}`
  if (pairs === 0) return `${before}, one of the times as a tie: no pairs to compare.`
  if (agreed === pairs)
    return `${before}: ${pairs === 1 ? 'the pair agrees' : `all ${number(pairs)} pairs agree`}.`
  if (agreed === 0)
    return `${before}: ${pairs === 1 ? 'the pair does not agree' : `none of ${number(pairs)} pairs agrees`}.`
  return `${before}: ${number(agreed)} of ${number(pairs)} pairs ${agreed === 1 ? 'agrees' : 'agree'}.`
}

/** “on Tuesday”, “yesterday”. */
export const onDay = (at: number, now = Date.now()): string => {
  const day = whenDay(at, now)
  return day === 'Today' || day === 'Yesterday' ? day.toLowerCase() : `on ${day}`
}

const number = (n: number): string => inWords(n, '', '').trim()
