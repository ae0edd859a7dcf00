import { createHash } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { RunSettings, Stage } from '@contract/run-settings'
import type { ChatMessage } from '@contract/generation'
import { z } from 'zod'
import type { TrainingRows } from '../datasets/training-rows'
import { writeJobFile, writeRows, type TrainerJob } from './job-files'
import { stepsOf } from './presets'
import type { RunFolder } from './run-folder'
import { stageJob } from './stage-job'

export type RunPlan = {
  folder: RunFolder
  rows: TrainingRows
  settings: RunSettings
  /** The base as a GGUF file, made into a folder first; or as that folder. */
  base: { ggufPath: string } | { folder: string }
  baseFolder: string
  /** Adapter of an earlier run to begin with. */
  adapter: string | null
  threads: number
}

/** Writes all that the trainer will read: the rows, and a job file for each of its stages. */
export function writePlan(plan: RunPlan): void {
  const { folder, settings, base, baseFolder } = plan
  if ('ggufPath' in base) {
    writeJobFile(folder.jobFile('base'), {
      command: 'base',
      runDir: folder.dir,
      stage: 'base',
      source: base.ggufPath,
      outputDir: baseFolder
    })
  }
  for (const stage of settings.stages) {
    const { training, heldOut } = rowsOf(plan.rows, stage)
    writeRows(folder.rows(stage), training)
    writeRows(folder.rows(`${stage}-held-out`), heldOut)
    writeJobFile(folder.jobFile(stage), trainingJob(plan, stage))
  }
  fs.writeFileSync(folder.plan, JSON.stringify({ baseFolder, settings }, null, 2), { flush: true })
}

/** The rows that a stage learns from, and those it is measured on. */
export function rowsOf(
  rows: TrainingRows,
  stage: Stage
): { training: readonly object[]; heldOut: readonly object[] } {
  switch (stage) {
    case 'sft':
      return { training: rows.sft, heldOut: rows.sftHeldOut }
    case 'dpo':
      return { training: rows.preference, heldOut: rows.preferenceHeldOut }
    case 'reward':
      return { training: rows.reward, heldOut: rows.rewardHeldOut }
  }
}

/** Optimizer steps of each of a run's stages. */
export function stepsByStage(
  rows: TrainingRows,
  settings: RunSettings
): Partial<Record<Stage, number>> {
  return Object.fromEntries(
    settings.stages.map((stage) => {
      const all = stepsOf(settings[stage], rowsOf(rows, stage).training.length)
      return [stage, Math.min(all, settings.maxSteps ?? Infinity)]
    })
  )
}

/** The base's folder in Hugging Face's layout, named by what the GGUF holds: made once for all runs. */
export async function baseFolderFor(dataDir: string, ggufPath: string): Promise<string> {
  return path.join(dataDir, 'base-models', (await contentHash(ggufPath)).slice(0, 16))
}

const hashes = new Map<string, string>()

/** A form asks at each change of a field, and a base has gigabytes: a file that is as it was is known. */
async function contentHash(file: string): Promise<string> {
  const { size, mtimeMs } = fs.statSync(file)
  const key = `${file}\n${String(size)}\n${String(mtimeMs)}`
  const known = hashes.get(key)
  if (known !== undefined) return known
  const hash = createHash('sha256')
  await pipeline(fs.createReadStream(file), hash)
  const found = hash.digest('hex')
  hashes.set(key, found)
  return found
}

/** Whether the trainer has put this base's whole folder in place: it takes its name only then. */
export const isBaseFolder = (folder: string): boolean =>
  fs.existsSync(path.join(folder, 'understudy-base.json'))

/** Whether a folder holds a model in Hugging Face's layout, made here or brought along. */
export const isModelFolder = (folder: string): boolean =>
  fs.existsSync(path.join(folder, 'config.json'))

/** The same for the base of a planned run. */
export function baseIsReady(folder: RunFolder): boolean {
  // A base that is a folder by itself has no job that makes it.
  if (!fs.existsSync(folder.jobFile('base'))) return true
  const { baseFolder } = z
    .object({ baseFolder: z.string() })
    .parse(JSON.parse(fs.readFileSync(folder.plan, 'utf8')))
  return isBaseFolder(baseFolder)
}

function trainingJob(plan: RunPlan, stage: Stage): TrainerJob {
  const { folder, rows, settings, baseFolder, threads } = plan
  return stageJob({
    stage,
    settings,
    steps: stepsByStage(rows, settings)[stage] ?? 1,
    places: {
      runDir: folder.dir,
      baseModel: baseFolder,
      outputDir: folder.output(stage),
      data: folder.rows(stage),
      heldOut: rowsOf(rows, stage).heldOut.length > 0 ? folder.rows(`${stage}-held-out`) : null,
      // DPO's reference is then what SFT has taught, so that it learns only the difference.
      adapter:
        stage === 'dpo' && settings.stages.includes('sft') ? folder.adapter('sft') : plan.adapter,
      threads,
      samplePrompts: samplePrompts(rows, settings),
      carryOn: null
    }
  })
}

/** The person's own prompts under the persona of the first topic, or the topics'. */
function samplePrompts(rows: TrainingRows, { samplePrompts: own }: RunSettings): ChatMessage[][] {
  if (own === null) return rows.samplePrompts
  const system = rows.samplePrompts[0]?.filter(({ role }) => role === 'system') ?? []
  return own.map((content) => [...system, { role: 'user' as const, content }])
}
