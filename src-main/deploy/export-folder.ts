import fs from 'node:fs'
import path from 'node:path'
import type { Quantization } from '@contract/models'
import { z } from 'zod'
import { slug } from '../training/run-name'
import { readJson, writeJson } from './json-file'

/** Where one export's files lie: its records in `exports/<adapter>/`, its results in `models/<name>/`. */
export type ExportFolder = {
  dir: string
  log: string
  /** Which base the adapter goes into; written when that is known to be there. */
  plan: string
  before: string
  after: string
  jobFile: (stage: string) => string
  /** How the merged folder's own tokenizer and template read what the files are shown. */
  tokens: string
  /** What the looks at a file have found. */
  checks: (quantization: Quantization) => string
  /** What the finished file said when it was loaded. */
  proof: (quantization: Quantization) => string
  /** Belongs to this adapter alone (`claimFolder`). */
  target: string
  merged: string
  gguf: (quantization: Quantization) => string
}

export function exportFolder(
  projectDir: string,
  { adapterId, name }: { adapterId: string; name: string }
): ExportFolder {
  const dir = path.join(projectDir, 'exports', adapterId)
  const target = path.join(projectDir, 'models', name)
  return {
    dir,
    log: path.join(dir, 'log.txt'),
    plan: path.join(dir, 'plan.json'),
    before: path.join(dir, 'canary-before.json'),
    after: path.join(dir, 'canary-after.json'),
    jobFile: (stage) => path.join(dir, 'jobs', `${stage}.json`),
    tokens: path.join(dir, 'tokens.json'),
    checks: (quantization) => path.join(dir, `checks-${quantization}.json`),
    proof: (quantization) => path.join(dir, `answer-${quantization}.json`),
    target,
    merged: path.join(target, 'merged'),
    gguf: (quantization) => path.join(target, `${name}-${quantization}.gguf`)
  }
}

/** Where the trainer works that prepares an adapter to be tried. */
export const tryFolder = (projectDir: string, adapterId: string): string =>
  path.join(projectDir, 'exports', adapterId, 'try')

const Claim = z.object({ adapterId: z.string() })
const CLAIM_FILE = 'export.json'

/**
 * The name of the folder in `models/` that belongs to this adapter: the model's name as a file name,
 * with a number behind it where another adapter has that one. Nothing of another is ever overwritten.
 */
export function claimFolder(
  projectDir: string,
  model: { adapterId: string; name: string }
): string {
  const base = folderName(model.name)
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? base : `${base}-${number}`
    const dir = path.join(projectDir, 'models', name)
    if (claim(dir, model.adapterId)) return name
  }
}

/** Names that Windows keeps for devices, with or without an ending. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)$/

/** One plain part of a path on every system: letters, digits and hyphens, and never a device. */
export function folderName(name: string): string {
  const plain = slug(name) || 'model'
  return RESERVED.test(plain) ? `model-${plain}` : plain
}

function claim(dir: string, adapterId: string): boolean {
  // A link would lead out of the project.
  if (fs.lstatSync(dir, { throwIfNoEntry: false })?.isSymbolicLink() === true) return false
  const file = path.join(dir, CLAIM_FILE)
  const owner = readJson(file, Claim)
  if (owner) return owner.adapterId === adapterId
  const taken = fs.existsSync(dir) && fs.readdirSync(dir).length > 0
  if (taken) return false
  writeJson(file, { adapterId })
  return true
}
