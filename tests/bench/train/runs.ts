import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { benchPython } from './python'

const root = path.resolve(import.meta.dirname, '../../..')

export type Method = 'sft' | 'dpo' | 'reward'
export type Precision = 'fp32' | 'bf16'

/** One training to measure: who trains, how, on which rows. */
export type Spec = {
  engine: 'ours' | 'trl'
  method: Method
  precision: Precision
  /** TRL's best setting found instead of its defaults. */
  best?: boolean
  /** Rows file written by `writeRows`. */
  data: string
  /** Settings for both engines to learn alike, and rows to measure what they learned. */
  alike?: { heldOut: string; batchSize: number }
}

const Measured = z.object({
  cpuSeconds: z.number(),
  wallSeconds: z.number(),
  /** From the start of the process to the beginning of its first step. */
  firstStepSeconds: z.number(),
  firstStepCpuSeconds: z.number(),
  peakMb: z.number(),
  /** Only of trainings that are to learn alike; in nats. */
  heldOutLoss: z.number().optional()
})
export type Measured = z.infer<typeof Measured>

/** The learning rates of the app's default preset; they change nothing in the time. */
const LEARNING_RATE = { sft: 5e-4, dpo: 2e-4, reward: 3e-4 }
const OUR_BATCH = { sft: 4, dpo: 1, reward: 2 }

/** Trains once in a process and on a thread of its own. */
export function train({
  spec,
  base,
  folder
}: {
  spec: Spec
  base: string
  folder: string
}): Measured {
  const own = fs.mkdtempSync(path.join(folder, 'run-'))
  const file = path.join(own, 'spec.json')
  fs.writeFileSync(
    file,
    JSON.stringify({
      ...spec,
      best: spec.best ?? false,
      base,
      folder: own,
      learningRate: LEARNING_RATE[spec.method],
      batchSize: spec.alike?.batchSize ?? OUR_BATCH[spec.method],
      options: spec.alike && spec.engine === 'trl' ? trlAlike(spec.alike.batchSize) : {}
    })
  )
  const out = python([path.join(import.meta.dirname, 'measure.py'), file])
  const heldOutLoss = spec.alike && measureHeldOut(base, own, spec.alike.heldOut)
  fs.rmSync(own, { recursive: true })
  return Measured.parse({ ...(JSON.parse(lastLine(out)) as object), heldOutLoss })
}

/** The trainer's optimizer and order; its warm-up, which TRL counts from nought, is off in both. */
const trlAlike = (batchSize: number): object => ({
  per_device_train_batch_size: batchSize,
  lr_scheduler_type: 'constant',
  train_sampling_strategy: 'sequential',
  adam_beta2: 0.99,
  weight_decay: 0
})

function measureHeldOut(base: string, own: string, rows: string): number {
  const adapter = path.join(own, 'out', 'adapter')
  return Number(
    lastLine(python([path.join(import.meta.dirname, 'held_out.py'), base, adapter, rows]))
  )
}

const lastLine = (text: string): string => text.trim().split('\n').at(-1) ?? ''

/** As the app starts Python: what was compiled once is kept for the next start. */
const environment = Object.fromEntries(
  Object.entries(process.env).filter(([name]) => name !== 'PYTHONDONTWRITEBYTECODE')
)

/** Runs a program of this folder and returns what it prints. */
export function python(args: string[]): string {
  return execFileSync(benchPython, args, {
    cwd: import.meta.dirname,
    env: {
      ...environment,
      PYTHONPATH: `${path.join(root, 'python-env')}:${import.meta.dirname}`,
      OMP_NUM_THREADS: '1'
    },
    encoding: 'utf8',
    maxBuffer: 64 * 2 ** 20,
    stdio: ['ignore', 'pipe', 'pipe']
  })
}
