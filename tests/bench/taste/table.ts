import fs from 'node:fs'
import path from 'node:path'
import type { Learned } from './runs'

const file = path.resolve(import.meta.dirname, '../../../docs/benchmarks.md')
const BEGIN = '<!-- taste: written by npm run bench -- taste -->'
const END = '<!-- /taste -->'

const units = {
  shorter: 'words',
  opening: 'share that open so',
  you: '“you” a sentence'
} as const

/** Puts what was measured into docs/benchmarks.md, in place of the table before. */
export function writeTable(learned: readonly Learned[]): void {
  const head = [
    'taste',
    'seed',
    'score, before → after',
    'words, before → after (best drafts)',
    'finished',
    'looping',
    'perplexity on neutral prose',
    'held-out pairs, DPO',
    'held-out pairs, reward model (95%)',
    'seconds of one thread'
  ]
  const lines = [
    'SmolLM2 135M and 24 rankings of its own drafts by a rule, the recommended preset; two answers on each of 16 unseen topics, at temperature 0.8; perplexity on eight stretches of Franklin’s autobiography. Opening is taught by edits; “you” has ties and every tenth pair of neighbours the wrong way round. Held-out pairs are those of the 16 unseen topics.',
    '',
    row(head),
    row(head.map(() => '---')),
    ...learned.map((one) => row(cells(one)))
  ]
  const text = fs.readFileSync(file, 'utf8')
  const start = text.indexOf(BEGIN)
  const end = text.indexOf(END)
  const table = `${BEGIN}\n\n${lines.join('\n')}\n\n${END}`
  fs.writeFileSync(
    file,
    start === -1
      ? `${text.trimEnd()}\n\n## What is learned\n\n${table}\n`
      : text.slice(0, start) + table + text.slice(end + END.length)
  )
}

function cells({ taste, seed, before, after, ...one }: Learned): string[] {
  const { reward } = one
  return [
    taste,
    String(seed),
    `${before.score.toFixed(2)} → ${after.score.toFixed(2)} ${units[taste]}`,
    `${before.words.toFixed(0)} → ${after.words.toFixed(0)} (${one.bestWords.toFixed(0)})`,
    `${percent(before.finished)} → ${percent(after.finished)}`,
    `${percent(before.looping)} → ${percent(after.looping)}`,
    `${before.perplexity.toFixed(1)} → ${after.perplexity.toFixed(1)}`,
    one.preferenceAccuracy === null ? 'none' : percent(one.preferenceAccuracy),
    reward ? `${percent(reward.accuracy)} (${percent(reward.low)} to ${percent(reward.high)})` : '',
    one.seconds.cpu.toFixed(0)
  ]
}

const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
const percent = (share: number): string => `${(100 * share).toFixed(0)}%`
