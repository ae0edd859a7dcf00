import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { freeBytesOnDisk } from '../../src-main/models/disk-space'
import { starterModel } from '../fixtures/generation/embedded'
import {
  exportLarge,
  exportOurWay,
  exportThePlainWay,
  runScript,
  runStage,
  type Taken
} from './export/chain'

export const title =
  'Merge, convert and quantize against PEFT, save_pretrained and the converter; memory at 8B'

const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 3)
/** Of Llama 3.1 8B's 32; its largest tensors, which decide the peak, are there with any number. */
const LAYERS = Number(process.env['BENCH_LAYERS'] ?? 2)
const LIMIT_MB = 3000
/** Bytes of one layer, and of embedding and head together, in bf16. */
const LAYER_BYTES = 436_224_000
const ENDS_BYTES = 2_101_354_496

/** Every figure is a ratio: how many times more the plain way takes, and the limit over the peak. */
export default async function bench(): Promise<{
  figures: Record<string, number>
  floors: Record<string, number>
}> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'understudy-export-bench-'))
  try {
    const base = path.join(folder, 'base')
    const adapter = path.join(folder, 'adapter')
    runStage(path.join(folder, 'prepare'), 'base', { source: starterModel(), outputDir: base })
    runScript('adapter.py', base, adapter)
    const rounds = Array.from({ length: ROUNDS }, (_, round) => {
      const ours = inFolder(path.join(folder, 'ours'), (at) => exportOurWay(base, adapter, at))
      const plain = inFolder(path.join(folder, 'plain'), (at) =>
        exportThePlainWay(base, adapter, at)
      )
      say(`round ${String(round + 1)}, ours`, ours)
      say(`round ${String(round + 1)}, plain`, plain)
      return { ours, plain }
    })
    const large = await largeModel(folder, base)
    const ratio = (of: (taken: Taken) => number): number =>
      round(median(rounds.map(({ ours, plain }) => of(plain) / of(ours))))
    return {
      figures: {
        cpuTime: ratio(({ cpuSeconds }) => cpuSeconds),
        wallTime: ratio(({ wallSeconds }) => wallSeconds),
        memory: ratio(({ peakMb }) => peakMb),
        mergeUnder3Gb: round(LIMIT_MB / large.merge.peakMb),
        convertUnder3Gb: round(LIMIT_MB / large.convert.peakMb)
      },
      // Merging is small beside the imports of both and the same converter: no slower is the claim.
      floors: { cpuTime: 1, memory: 1.1, mergeUnder3Gb: 1, convertUnder3Gb: 1 }
    }
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

/** Random weights in the shape of Llama 3.1 8B, merged and converted. */
async function largeModel(
  folder: string,
  tokenizer: string
): Promise<{ merge: Taken; convert: Taken }> {
  const bytes = 2.2 * (LAYERS * LAYER_BYTES + ENDS_BYTES)
  const free = await freeBytesOnDisk(folder)
  if (free < bytes) {
    throw new Error(
      `${String(LAYERS)} layers need ${(bytes / 1e9).toFixed(0)} GB of disk, and ${(free / 1e9).toFixed(0)} GB are free. Set BENCH_LAYERS to fewer.`
    )
  }
  return inFolder(path.join(folder, 'large'), (at) => {
    const base = path.join(at, 'base')
    const adapter = path.join(at, 'adapter')
    runScript('synthetic.py', tokenizer, base, String(LAYERS))
    runScript('adapter.py', base, adapter)
    const [merge, convert] = exportLarge(base, adapter, at)
    say(`${String(LAYERS)} of 32 layers, merge`, merge)
    say(`${String(LAYERS)} of 32 layers, convert`, convert)
    return { merge, convert }
  })
}

function inFolder<T>(folder: string, run: (folder: string) => T): T {
  fs.mkdirSync(folder, { recursive: true })
  try {
    return run(folder)
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

const say = (what: string, { wallSeconds, cpuSeconds, peakMb }: Taken): void =>
  console.log(
    `${what}: ${wallSeconds.toFixed(1)} s, ${cpuSeconds.toFixed(1)} s of the processor, ${peakMb.toFixed(0)} MB`
  )

const round = (value: number): number => Math.round(value * 100) / 100

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
