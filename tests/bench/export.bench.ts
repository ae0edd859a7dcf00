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
import { writeTables, type Large } from './export/table'

export const title =
  'Merge, convert and quantize against PEFT, save_pretrained and the converter; memory at 8B'

const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 3)
/** Of Llama 3.1 8B's 32; its largest tensors, which decide the peak, are there with any number. */
const LAYERS = Number(process.env['BENCH_LAYERS'] ?? 2)
const LIMIT_MB = 3000
/** Bytes of one layer, and of embedding and head together, in bf16. */
const LAYER_BYTES = 436_224_000
const ENDS_BYTES = 2_101_354_496
/** The starter model as a base to train, kept for the next time. */
const base = path.resolve(import.meta.dirname, '../../.cache/bench-base')

/** Every figure is a ratio: how many times more the plain way takes, and the limit over the peak. */
export default async function bench(): Promise<{
  figures: Record<string, number>
  floors: Record<string, number>
}> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'understudy-export-bench-'))
  try {
    const adapter = path.join(folder, 'adapter')
    runStage(path.join(folder, 'prepare'), 'base', { source: starterModel(), outputDir: base })
    runScript('adapter.py', base, adapter)
    const rounds = Array.from({ length: ROUNDS }, (_, round) => {
      const ours = inFolder(path.join(folder, 'ours'), (at) => exportOurWay(base, adapter, at))
      const plain = inFolder(path.join(folder, 'plain'), (at) =>
        exportThePlainWay(base, adapter, at)
      )
      say(`round ${String(round + 1)}, ours`, ours.whole)
      say(`round ${String(round + 1)}, plain`, plain.whole)
      return { ours, plain }
    })
    const large = await largeModel(folder)
    const middle = (part: 'whole' | 'merge', side: 'ours' | 'plain'): Taken =>
      medians(rounds.map((round) => round[side][part]))
    const whole = { ours: middle('whole', 'ours'), plain: middle('whole', 'plain') }
    const merge = { ours: middle('merge', 'ours'), plain: middle('merge', 'plain') }
    writeTables({
      rounds: ROUNDS,
      beside: [
        { what: 'merge, convert, quantize', ...whole },
        { what: 'merge alone', ...merge }
      ],
      large,
      limitMb: LIMIT_MB
    })
    const ratio = ({ ours, plain }: typeof whole, of: (taken: Taken) => number): number =>
      round(of(plain) / of(ours))
    return {
      figures: {
        cpuTime: ratio(whole, ({ cpuSeconds }) => cpuSeconds),
        wallTime: ratio(whole, ({ wallSeconds }) => wallSeconds),
        memory: ratio(whole, ({ peakMb }) => peakMb),
        mergeCpuTime: ratio(merge, ({ cpuSeconds }) => cpuSeconds),
        mergeMemory: ratio(merge, ({ peakMb }) => peakMb),
        answersUnder3Gb: round(LIMIT_MB / large.answers.ownMb),
        mergeUnder3Gb: round(LIMIT_MB / large.merge.peakMb),
        convertUnder3Gb: round(LIMIT_MB / large.convert.peakMb)
      },
      floors: {
        // Measured 4.8 and 2.5: PEFT's models are built and held whole for a sum of two matrices.
        mergeCpuTime: 2.5,
        mergeMemory: 2,
        // Measured 1.27 and 1.47: conversion and quantizing, most of the rest, are the same programs.
        cpuTime: 1.1,
        memory: 1.2,
        answersUnder3Gb: 1,
        mergeUnder3Gb: 1,
        convertUnder3Gb: 1
      }
    }
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

/** Random weights in the shape of Llama 3.1 8B: asked, merged and converted. */
async function largeModel(folder: string): Promise<Large> {
  const weights = LAYERS * LAYER_BYTES + ENDS_BYTES
  const bytes = 2.2 * weights
  const free = await freeBytesOnDisk(folder)
  if (free < bytes) {
    throw new Error(
      `${String(LAYERS)} layers need ${(bytes / 1e9).toFixed(0)} GB of disk, and ${(free / 1e9).toFixed(0)} GB are free. Set BENCH_LAYERS to fewer.`
    )
  }
  return inFolder(path.join(folder, 'large'), (at) => {
    const model = path.join(at, 'base')
    const adapter = path.join(at, 'adapter')
    runScript('synthetic.py', base, model, String(LAYERS))
    runScript('adapter.py', model, adapter)
    const taken = exportLarge(model, adapter, at)
    for (const [step, figures] of Object.entries(taken)) {
      say(`${String(LAYERS)} of 32 layers, ${step}`, figures)
    }
    return { ...taken, layers: LAYERS, bytes: weights }
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

const say = (what: string, { wallSeconds, cpuSeconds, peakMb, ownMb }: Taken): void =>
  console.log(
    `${what}: ${wallSeconds.toFixed(1)} s, ${cpuSeconds.toFixed(1)} s of the processor, ${peakMb.toFixed(0)} MB, ${ownMb.toFixed(0)} MB of its own`
  )

const round = (value: number): number => Math.round(value * 100) / 100

/** Each figure's own median. */
const medians = (taken: readonly Taken[]): Taken => ({
  wallSeconds: median(taken.map(({ wallSeconds }) => wallSeconds)),
  cpuSeconds: median(taken.map(({ cpuSeconds }) => cpuSeconds)),
  peakMb: median(taken.map(({ peakMb }) => peakMb)),
  ownMb: median(taken.map(({ ownMb }) => ownMb))
})

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
