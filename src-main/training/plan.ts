import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { Preset } from '@contract/training'
import { z } from 'zod'
import type { TrainingRows } from '../datasets/training-rows'
import { writeJobFile, writeRows, type TrainerJob } from './job-files'
import { common, evaluateEvery, preferenceLoss, presets, stepsOf } from './presets'
import type { RunFolder } from './run-folder'

export const Stage = z.enum(['sft', 'dpo'])
export type Stage = z.infer<typeof Stage>

export const RunSettings = z.object({
  preset: Preset,
  /** At most this many optimizer steps a stage; null for all. */
  maxSteps: z.int().positive().nullable(),
  /** What is trained, in this order; each stage starts from the one before. */
  stages: z.array(Stage).min(1)
})
export type RunSettings = z.infer<typeof RunSettings>

/** The stages these rows allow: a topic whose drafts are all tied teaches neither. */
export function stagesFor({ sft, preference }: TrainingRows): Stage[] {
  return [
    ...(sft.length > 0 ? ['sft' as const] : []),
    ...(preference.length > 0 ? ['dpo' as const] : [])
  ]
}

/** Writes all that the trainer will read: the rows, and a job file for each of its stages. */
export function writePlan(plan: {
  folder: RunFolder
  rows: TrainingRows
  settings: RunSettings
  ggufPath: string
  baseFolder: string
  threads: number
}): void {
  const { folder, rows, settings, ggufPath, baseFolder, threads } = plan
  writeRows(folder.rows('sft'), rows.sft)
  writeRows(folder.rows('sft-held-out'), rows.sftHeldOut)
  writeRows(folder.rows('dpo'), rows.preference)
  writeRows(folder.rows('dpo-held-out'), rows.preferenceHeldOut)
  writeJobFile(folder.jobFile('base'), {
    command: 'base',
    runDir: folder.dir,
    stage: 'base',
    source: ggufPath,
    outputDir: baseFolder
  })
  for (const stage of settings.stages) {
    const job = trainingJob({ stage, folder, rows, settings, baseFolder, threads })
    writeJobFile(folder.jobFile(stage), job)
  }
  fs.writeFileSync(folder.plan, JSON.stringify({ baseFolder, settings }, null, 2), { flush: true })
}

/** The base's folder in Hugging Face's layout, named by what the GGUF holds: made once for all runs. */
export async function baseFolderFor(dataDir: string, ggufPath: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(fs.createReadStream(ggufPath), hash)
  return path.join(dataDir, 'base-models', hash.digest('hex').slice(0, 16))
}

/** Whether the trainer has put this base's whole folder in place: it takes its name only then. */
export const isBaseFolder = (folder: string): boolean =>
  fs.existsSync(path.join(folder, 'understudy-base.json'))

/** The same for the base of a planned run. */
export function baseIsReady(folder: RunFolder): boolean {
  const { baseFolder } = z
    .object({ baseFolder: z.string() })
    .parse(JSON.parse(fs.readFileSync(folder.plan, 'utf8')))
  return isBaseFolder(baseFolder)
}

function trainingJob({
  stage,
  folder,
  rows,
  settings: { preset, maxSteps, stages },
  baseFolder,
  threads
}: {
  stage: Stage
  folder: RunFolder
  rows: TrainingRows
  settings: RunSettings
  baseFolder: string
  threads: number
}): TrainerJob {
  const chosen = presets[preset][stage]
  const count = stage === 'sft' ? rows.sft.length : rows.preference.length
  const heldOut = stage === 'sft' ? rows.sftHeldOut.length : rows.preferenceHeldOut.length
  const shared = {
    ...common,
    ...chosen,
    runDir: folder.dir,
    stage,
    baseModel: baseFolder,
    outputDir: folder.output(stage),
    data: folder.rows(stage),
    heldOut: heldOut > 0 ? folder.rows(`${stage}-held-out`) : null,
    seed: 0,
    device: 'auto' as const,
    precision: 'auto' as const,
    threads,
    maxSteps,
    evalEvery: evaluateEvery(Math.min(stepsOf(chosen, count), maxSteps ?? Infinity)),
    samplePrompts: rows.samplePrompts
  }
  if (stage === 'sft') return { ...shared, command: 'sft', adapter: null }
  // DPO's reference is then what SFT has taught, so that it learns only the difference.
  const adapter = stages.includes('sft') ? folder.adapter('sft') : null
  return { ...shared, ...preferenceLoss, command: 'preference', adapter }
}
