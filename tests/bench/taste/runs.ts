import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import { devTool } from '../../../scripts/prepare/dev-python.mjs'
import { starterModel } from '../../fixtures/generation/embedded'

const root = path.resolve(import.meta.dirname, '../../..')
const cache = path.join(root, '.cache', 'taste')
const results = path.join(cache, 'results.jsonl')

export type Taste = 'shorter' | 'opening' | 'you'

/** Of answers to the unseen topics; shares are from 0 to 1. */
const Seen = z.object({
  score: z.number(),
  words: z.number(),
  finished: z.number(),
  looping: z.number(),
  /** On neutral prose. */
  perplexity: z.number()
})

const Found = z.object({
  before: Seen,
  after: Seen,
  /** Words of the drafts that were ranked first, and how they score. */
  bestWords: z.number(),
  bestScore: z.number(),
  /** Of held-out rankings, by the tuned model. */
  preferenceAccuracy: z.number().nullable(),
  /** Held-out pairs that a reward model has in order, with a 95% interval over topics. */
  reward: z.object({ accuracy: z.number(), low: z.number(), high: z.number() }).nullable(),
  /** Of SFT and DPO together, from the start of the first to the end of the second. */
  seconds: z.object({ wall: z.number(), cpu: z.number() }),
  examples: z.array(z.string())
})
export type Learned = z.infer<typeof Found> & { taste: Taste; seed: number }

const Kept = z.object({ key: z.string(), found: Found })

export type TasteSpec = {
  taste: Taste
  seed: number
  /** Settings are tuned on one set of topics and reported on the other. */
  topics: 'tune' | 'report'
  base: string
  common: object
  sft: object
  dpo: object
  /** Null leaves the reward model out. */
  reward: object | null
}

/** The starter model as a folder that can be trained. */
export function prepareTaste(): string {
  fs.mkdirSync(cache, { recursive: true })
  const base = path.join(cache, 'base')
  const job = path.join(cache, 'base.json')
  fs.writeFileSync(
    job,
    JSON.stringify({ runDir: cache, source: starterModel(), outputDir: base }, null, 2)
  )
  python(['-m', 'trainer', 'base', job])
  return base
}

/** Trains and measures one taste with one seed, or finds it measured with the same settings. */
export function learnTaste(spec: TasteSpec): Learned {
  // Where the base lies is no setting.
  const settings = JSON.stringify({ ...spec, base: null })
  const key = createHash('sha256').update(settings).digest('hex')
  const known = readKept().find((kept) => kept.key === key)
  const found = known?.found ?? measure(spec)
  if (!known) {
    const { taste, seed, topics } = spec
    fs.appendFileSync(results, JSON.stringify({ key, taste, seed, topics, found }) + '\n')
  }
  return { ...found, taste: spec.taste, seed: spec.seed }
}

function measure(spec: TasteSpec): z.infer<typeof Found> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'understudy-taste-'))
  try {
    const file = path.join(folder, 'spec.json')
    fs.writeFileSync(file, JSON.stringify({ ...spec, cache }))
    const printed = python([path.join(import.meta.dirname, 'learned.py'), file])
    return Found.parse(JSON.parse(printed.trim().split('\n').at(-1) ?? ''))
  } finally {
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

function readKept(): z.infer<typeof Kept>[] {
  if (!fs.existsSync(results)) return []
  const lines = fs.readFileSync(results, 'utf8').split('\n').filter(Boolean)
  return lines.map((line) => Kept.parse(JSON.parse(line)))
}

function python(args: string[]): string {
  return execFileSync(devTool('python'), args, {
    cwd: import.meta.dirname,
    env: {
      ...process.env,
      PYTHONPATH: `${path.join(root, 'python-env')}:${import.meta.dirname}`,
      OMP_NUM_THREADS: '1'
    },
    encoding: 'utf8',
    maxBuffer: 64 * 2 ** 20,
    stdio: ['ignore', 'pipe', 'pipe']
  })
}
