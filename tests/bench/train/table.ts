import fs from 'node:fs'
import path from 'node:path'
import type { Measured, Method, Precision } from './runs'

export type TableRow = {
  name: string
  figure: string
  method: Method
  rows: string
  precision: Precision
  best: boolean
  floor: number
  ours: Measured
  theirs: Measured
  /** Pairs, or for SFT useful tokens. */
  units: number
  /** TRL's CPU seconds over ours, and its peak memory over ours. */
  ratio: number
  memoryRatio: number
}

const file = path.resolve(import.meta.dirname, '../../../docs/benchmarks.md')
const BEGIN = '<!-- train: written by npm run bench -- train -->'
const END = '<!-- /train -->'

const settings = {
  sft: ['defaults: batch 8, checkpointing', 'packing (bfd), no checkpointing, batch 1'],
  dpo: [
    'defaults: batch 8, checkpointing',
    'batch 8, no checkpointing, reference log-probabilities computed before'
  ],
  reward: ['defaults: batch 8, checkpointing', 'batch 8, no checkpointing']
} as const

/** Puts the measured table into docs/benchmarks.md, in place of the one before. */
export function writeTable({
  rows,
  rounds,
  learned
}: {
  rows: TableRow[]
  rounds: number
  /** Held-out losses after the same examples. */
  learned?: { ours: number; trl: number }
}): void {
  const lines = [
    `Medians of ${String(rounds)} rounds in turn, one thread; process CPU time, in brackets wall time; SmolLM2 135M, LoRA r 16 on all linear layers, the same rows for both; prompts of 60 to 150 tokens (dpo500: 480 to 520), three responses of 80 to 250.`,
    '',
    '| what | precision | TRL 1.13 with | TRL | Understudy | faster (CPU) | peak MB, TRL / ours |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows.map((row) =>
      [
        '',
        row.name,
        row.precision,
        settings[row.method][row.best ? 1 : 0],
        speed(row, row.theirs),
        speed(row, row.ours),
        `${row.ratio.toFixed(2)}× (floor ${String(row.floor)}×)`,
        `${row.theirs.peakMb.toFixed(0)} / ${row.ours.peakMb.toFixed(0)}`,
        ''
      ]
        .join(' | ')
        .trim()
    ),
    '',
    learned &&
      `Held-out loss after SFT on the same 12 examples in the same order and batches of 4, constant rate, fp32: TRL ${learned.trl.toFixed(3)}, Understudy ${learned.ours.toFixed(3)} nats a token.`,
    learned && '',
    `From the start of the process to its first step, CPU seconds (wall seconds): ${startOf(rows)}.`
  ].filter((line) => line !== undefined)
  const text = fs.readFileSync(file, 'utf8')
  const start = text.indexOf(BEGIN)
  const end = text.indexOf(END)
  const table = `${BEGIN}\n\n${lines.join('\n')}\n\n${END}`
  fs.writeFileSync(
    file,
    start === -1
      ? `${text.trimEnd()}\n\n## Training\n\n${table}\n`
      : text.slice(0, start) + table + text.slice(end + END.length)
  )
}

/** Seconds in the order of the methods. */
const startOf = (rows: readonly TableRow[]): string =>
  (['sft', 'dpo', 'reward'] as const)
    .flatMap((method) => {
      const row = rows.find((one) => one.method === method && one.precision === 'bf16')
      return row ? [`${method} ${firstStep(row.ours)}, TRL ${firstStep(row.theirs)}`] : []
    })
    .join('; ')

const firstStep = ({ firstStepSeconds, firstStepCpuSeconds }: Measured): string =>
  `${firstStepCpuSeconds.toFixed(1)} (${firstStepSeconds.toFixed(1)})`

const speed = ({ method, units }: TableRow, { cpuSeconds, wallSeconds }: Measured): string =>
  method === 'sft'
    ? `${(units / cpuSeconds).toFixed(0)} tokens/s (${(units / wallSeconds).toFixed(0)})`
    : `${(cpuSeconds / units).toFixed(2)} s a pair (${(wallSeconds / units).toFixed(2)})`
