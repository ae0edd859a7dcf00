import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import { starterModel } from '../fixtures/generation/embedded'
import { prepareBenchPython } from './train/python'
import { python, train, type Measured, type Method, type Precision, type Spec } from './train/runs'
import { writeTable, type TableRow } from './train/table'

export const title = 'Training on rankings against TRL: one thread, process CPU time, in turn'

const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 3)
/** One of the two precisions, or some of the comparisons by name, for a short run. */
const ONLY = process.env['BENCH_PRECISION']
const CELLS = process.env['BENCH_CELLS']?.split(',')

/** What is compared: each with TRL's defaults and, where a floor asks for it, its best setting. */
const all: {
  name: string
  method: Method
  /** Rows file. */
  rows: 'short' | 'long' | 'sft'
  precision: Precision
  best: boolean
  floor: number
}[] = [
  { name: 'dpo', method: 'dpo', rows: 'short', precision: 'fp32', best: false, floor: 4 },
  { name: 'dpo', method: 'dpo', rows: 'short', precision: 'bf16', best: false, floor: 4 },
  { name: 'dpo', method: 'dpo', rows: 'short', precision: 'fp32', best: true, floor: 3 },
  { name: 'dpo', method: 'dpo', rows: 'short', precision: 'bf16', best: true, floor: 3 },
  { name: 'dpo500', method: 'dpo', rows: 'long', precision: 'bf16', best: false, floor: 5 },
  { name: 'reward', method: 'reward', rows: 'short', precision: 'fp32', best: false, floor: 2.5 },
  { name: 'reward', method: 'reward', rows: 'short', precision: 'bf16', best: false, floor: 3.5 },
  { name: 'sft', method: 'sft', rows: 'sft', precision: 'fp32', best: false, floor: 1.6 },
  { name: 'sft', method: 'sft', rows: 'sft', precision: 'bf16', best: false, floor: 2 },
  { name: 'sft', method: 'sft', rows: 'sft', precision: 'fp32', best: true, floor: 1.3 },
  { name: 'sft', method: 'sft', rows: 'sft', precision: 'bf16', best: true, floor: 1.3 }
]
const comparisons = all.filter(
  ({ name, precision }) => (ONLY ?? precision) === precision && (CELLS ?? [name]).includes(name)
)
/** A part says nothing of the rest, so that it is only told and leaves the written table alone. */
const isWhole = comparisons.length === all.length
/** TRL's peak memory over ours in DPO, and the seconds allowed before the first step. */
const MEMORY_FLOOR = 1 / 0.6
const START_LIMIT_SECONDS = 8

const Sizes = z.record(z.string(), z.object({ pairs: z.int(), sftTokens: z.int() }))

/** The starter model as a base to train, kept for the next time. */
const base = path.resolve(import.meta.dirname, '../../.cache/bench-base')

/** Every figure is a ratio: how many times more TRL takes than the trainer, on the same rows. */
export default async function bench(): Promise<{
  figures: Record<string, number>
  floors: Record<string, number>
}> {
  await prepareBenchPython()
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'understudy-train-bench-'))
  try {
    const printed = python([
      path.join(import.meta.dirname, 'train', 'prepare_rows.py'),
      starterModel(),
      base,
      folder
    ])
    const sizes = Sizes.parse(JSON.parse(printed.trim().split('\n').at(-1) ?? ''))
    const measured = new Map<string, Measured[]>()
    let rows: TableRow[] = []
    for (let round = 1; round <= ROUNDS; round += 1) {
      measureRound(round, folder, measured)
      rows = comparisons.map((one) => compare(one, measured, sizes))
      if (isWhole) writeTable({ rows, rounds: round })
    }
    const learned = isWhole ? learnAlike(folder) : undefined
    if (learned) writeTable({ rows, rounds: ROUNDS, learned })
    const starts = rows.map(({ ours }) => ours.firstStepSeconds)
    const figures = Object.fromEntries(rows.map(({ figure, ratio }) => [figure, ratio]))
    const floors = Object.fromEntries(rows.map(({ figure, floor }) => [figure, floor]))
    for (const { name, method, figure, memoryRatio } of rows) {
      if (method !== 'dpo') continue
      figures[`${figure}Memory`] = memoryRatio
      if (name === 'dpo') floors[`${figure}Memory`] = MEMORY_FLOOR
    }
    return {
      figures: {
        ...figures,
        startWithinLimit: round(START_LIMIT_SECONDS / median(starts)),
        ...(learned && { heldOutLoss: Math.round((learned.trl / learned.ours) * 1000) / 1000 })
      },
      floors: { ...floors, startWithinLimit: 1, ...(learned && { heldOutLoss: 0.99 }) }
    }
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

type Comparison = (typeof comparisons)[number]
const specOf = ({ method, rows, precision, best }: Comparison, engine: 'ours' | 'trl') => ({
  engine,
  method,
  rows,
  precision,
  best: engine === 'trl' && best
})
const keyOf = (spec: ReturnType<typeof specOf>): string => Object.values(spec).join(' ')

/** Ours and theirs by turns, so that what disturbs the machine disturbs both. */
function measureRound(round: number, folder: string, found: Map<string, Measured[]>): void {
  const specs = comparisons.flatMap((one) => [specOf(one, 'ours'), specOf(one, 'trl')])
  for (const [key, { rows, ...rest }] of new Map(specs.map((spec) => [keyOf(spec), spec]))) {
    const spec: Spec = { ...rest, data: path.join(folder, `${rows}.jsonl`) }
    const measured = train({ spec, base, folder })
    console.log(`round ${String(round)}: ${key}: ${JSON.stringify(measured)}`)
    found.set(key, [...(found.get(key) ?? []), measured])
  }
}

/** Held-out loss of both after SFT on the same examples at the same settings, in nats. */
function learnAlike(folder: string): { ours: number; trl: number } {
  const rowsIn = (name: string): string => path.join(folder, `${name}.jsonl`)
  const lossOf = (engine: 'ours' | 'trl'): number => {
    const alike = { heldOut: rowsIn('heldOut'), batchSize: 4 }
    const spec: Spec = { engine, method: 'sft', precision: 'fp32', data: rowsIn('alike'), alike }
    const { heldOutLoss } = train({ spec, base, folder })
    console.log(`held-out loss of ${engine}: ${String(heldOutLoss)}`)
    return heldOutLoss ?? Number.NaN
  }
  return { ours: lossOf('ours'), trl: lossOf('trl') }
}

function compare(
  one: Comparison,
  measured: Map<string, Measured[]>,
  sizes: z.infer<typeof Sizes>
): TableRow {
  const ours = medians(measured.get(keyOf(specOf(one, 'ours'))) ?? [])
  const theirs = medians(measured.get(keyOf(specOf(one, 'trl'))) ?? [])
  const size = sizes[one.rows]
  if (!size) throw new Error(`No rows were written for ${one.rows}.`)
  return {
    ...one,
    figure: `${one.name}${one.best ? 'Best' : ''}${one.precision === 'fp32' ? 'Fp32' : 'Bf16'}`,
    ours,
    theirs,
    units: one.method === 'sft' ? size.sftTokens : size.pairs,
    ratio: round(theirs.cpuSeconds / ours.cpuSeconds),
    memoryRatio: round(theirs.peakMb / ours.peakMb)
  }
}

const medians = (all: readonly Measured[]): Measured => ({
  cpuSeconds: median(all.map(({ cpuSeconds }) => cpuSeconds)),
  wallSeconds: median(all.map(({ wallSeconds }) => wallSeconds)),
  firstStepSeconds: median(all.map(({ firstStepSeconds }) => firstStepSeconds)),
  firstStepCpuSeconds: median(all.map(({ firstStepCpuSeconds }) => firstStepCpuSeconds)),
  peakMb: median(all.map(({ peakMb }) => peakMb))
})

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}

const round = (value: number): number => Math.round(value * 100) / 100
