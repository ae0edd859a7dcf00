import fs from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import type { Step } from '../jobs/definition'
import { sizeOnDisk } from '../models/size'
import { baseFolderFor } from '../training/plan'
import { getRun } from '../training/repository'
import { canaryConversations, CANARY_TOKENS } from './canary-prompts'
import { assertSpace, freeBytesOnDisk } from './disk-space'
import { exportFolder } from './export-folder'
import type { ExportInput, ExportOptions, ExportQuantization } from './export-input'
import { readJson, writeJson } from './json-file'
import { llamaLibraryDir } from './llama-library'
import { runExportStage } from './trainer-stage'

/** Which folder in Hugging Face's layout the adapter was trained on. */
const Plan = z.object({ baseFolder: z.string() })
const BASE_MARKER = 'understudy-base.json'

/** The base was prepared for training; where that folder is gone, it is made again. */
export function baseStep(options: ExportOptions): Step<ExportInput> {
  const { projectDir, dataDir, models } = options
  return {
    name: 'base',
    title: 'Find the base model',
    weight: 4,
    done: (input) => {
      const plan = readJson(exportFolder(projectDir, input).plan, Plan)
      return plan !== null && fs.existsSync(path.join(plan.baseFolder, BASE_MARKER))
    },
    run: async (context) => {
      const { input } = context
      const { parentId } = await models.get(input.adapterId)
      const source = await models.modelFile(parentId ?? (await models.defaultBaseModelId()))
      const baseFolder = await baseFolderFor(dataDir, source)
      if (!fs.existsSync(path.join(baseFolder, BASE_MARKER))) {
        const job = { command: 'base' as const, stage: 'base', source, outputDir: baseFolder }
        await runExportStage({ options, context, job, output: baseFolder })
      }
      writeJson(exportFolder(projectDir, input).plan, { baseFolder })
    }
  }
}

/** What base and adapter say together, in full precision: the measure of everything that follows. */
export function answersBeforeStep(options: ExportOptions): Step<ExportInput> {
  const { db, projectDir, models, systemMessage, threads } = options
  return {
    name: 'answers-before',
    title: 'Ask the trained model five questions',
    weight: 6,
    done: (input) => fs.existsSync(exportFolder(projectDir, input).before),
    run: async (context) => {
      const { input } = context
      const folder = exportFolder(projectDir, input)
      const adapter = await models.get(input.adapterId)
      const run = adapter.runId === null ? null : await getRun(db, adapter.runId)
      const personaId = run?.personaId ?? null
      const prompts = canaryConversations(
        personaId === null ? null : await systemMessage(personaId)
      )
      await runExportStage({
        options,
        context,
        output: folder.before,
        job: {
          command: 'answer',
          stage: 'answers-before',
          baseModel: baseFolderOf(options, input),
          adapter: adapter.path,
          prompts,
          maxTokens: CANARY_TOKENS,
          threads,
          output: folder.before
        }
      })
    }
  }
}

export function mergeStep(options: ExportOptions): Step<ExportInput> {
  const { projectDir, models } = options
  return {
    name: 'merge',
    title: 'Merge the adapter into its base model',
    weight: 4,
    done: (input) => fs.existsSync(exportFolder(projectDir, input).merged),
    run: async (context) => {
      const { input } = context
      const { merged, target } = exportFolder(projectDir, input)
      const baseModel = baseFolderOf(options, input)
      const adapter = await models.get(input.adapterId)
      const bytes = (await sizeOnDisk(baseModel)) ?? 0
      await makeRoom(options, { doing: `Merging “${adapter.name}”`, dir: target, bytes })
      await runExportStage({
        options,
        context,
        output: merged,
        job: {
          command: 'merge',
          stage: 'merge',
          baseModel,
          adapter: adapter.path,
          outputDir: merged
        }
      })
    }
  }
}

/** Once all that was asked for is made of it, the f16 file is not needed again. */
export function convertStep(options: ExportOptions): Step<ExportInput> {
  const { projectDir, models, resourcesDir } = options
  return {
    name: 'convert',
    title: 'Convert it to GGUF',
    weight: 4,
    done: (input) => {
      const { gguf } = exportFolder(projectDir, input)
      return (
        fs.existsSync(gguf('F16')) || input.quantizations.every((one) => fs.existsSync(gguf(one)))
      )
    },
    run: async (context) => {
      const { input } = context
      const { merged, gguf, target } = exportFolder(projectDir, input)
      const { name } = await models.get(input.adapterId)
      const bytes = (await sizeOnDisk(merged)) ?? 0
      await makeRoom(options, { doing: `Converting “${name}”`, dir: target, bytes })
      await runExportStage({
        options,
        context,
        output: gguf('F16'),
        job: {
          command: 'convert',
          stage: 'convert',
          model: merged,
          converterDir: converterDir(resourcesDir),
          output: gguf('F16')
        }
      })
    }
  }
}

/**
 * Share of the f16 file's size, at most. The rows of small models do not divide by 256, so parts of
 * them fall back to larger types: the 135M one comes to 0.39 as Q4_K_M, large ones to 0.30.
 */
const LARGEST_SHARE: Readonly<Record<Exclude<ExportQuantization, 'F16'>, number>> = {
  Q8_0: 0.54,
  Q4_K_M: 0.42
}

export function quantizeStep(
  options: ExportOptions,
  quantization: Exclude<ExportQuantization, 'F16'>
): Step<ExportInput> {
  const { projectDir, models, threads } = options
  return {
    name: `quantize-${quantization}`,
    title: `Quantize it to ${quantization}`,
    weight: 2,
    done: (input) => fs.existsSync(exportFolder(projectDir, input).gguf(quantization)),
    run: async (context) => {
      const { input } = context
      const { gguf, target } = exportFolder(projectDir, input)
      const { name } = await models.get(input.adapterId)
      const bytes = ((await sizeOnDisk(gguf('F16'))) ?? 0) * LARGEST_SHARE[quantization]
      const doing = `Quantizing “${name}” to ${quantization}`
      await makeRoom(options, { doing, dir: target, bytes })
      await runExportStage({
        options,
        context,
        output: gguf(quantization),
        job: {
          command: 'quantize',
          stage: `quantize-${quantization}`,
          source: gguf('F16'),
          libraryDir: llamaLibraryDir(),
          quantization,
          threads,
          output: gguf(quantization)
        }
      })
    }
  }
}

/** llama.cpp's own converter, as it ships with the app. */
export const converterDir = (resourcesDir: string): string =>
  path.join(resourcesDir, 'fetched', 'llama.cpp')

function baseFolderOf({ projectDir }: ExportOptions, input: ExportInput): string {
  const plan = readJson(exportFolder(projectDir, input).plan, Plan)
  if (!plan) throw new Error('The step that finds the base model has not run.')
  return plan.baseFolder
}

const makeRoom = (
  { freeBytes = freeBytesOnDisk }: ExportOptions,
  write: { doing: string; dir: string; bytes: number }
): Promise<void> => assertSpace({ ...write, freeBytes })
