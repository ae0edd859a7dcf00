import fs from 'node:fs'
import type { Model } from '@contract/models'
import { z } from 'zod'
import { AppError } from '../app-error'
import type { Step } from '../jobs/definition'
import { sizeOnDisk } from '../models/size'
import { baseFolderFor, isBaseFolder, isModelFolder } from '../training/plan'
import { getRun } from '../training/repository'
import { canaryConversations, CANARY_TOKENS } from './canary-prompts'
import { converterDir } from './converter'
import { checkPassage } from './checks/questions'
import { Foretold } from './checks/reading'
import { exportFolder } from './export-folder'
import type { ExportInput, ExportOptions, ExportQuantization } from './export-input'
import { readJson, writeJson } from './json-file'
import { llamaLibraryDir } from './llama-library'
import { runExportStage } from './trainer-stage'

/** Answers of before there was a passage to foretell are asked for again. */
const Passage = z.object({ passage: Foretold })

/** Which folder in Hugging Face's layout the adapter was trained on. */
const Plan = z.object({ baseFolder: z.string() })

/** The base was prepared for training; where that folder is gone, it is made again. */
export function baseStep(options: ExportOptions): Step<ExportInput> {
  const { projectDir, dataDir, models } = options
  return {
    name: 'base',
    title: 'Find the base model',
    weight: 4,
    done: (input) => {
      const plan = readJson(exportFolder(projectDir, input).plan, Plan)
      return plan !== null && isModelFolder(plan.baseFolder)
    },
    run: async (context) => {
      const { input } = context
      const { parentId } = await models.get(input.adapterId)
      const base = await models.baseModel(parentId ?? (await models.defaultBaseModelId()))
      const baseFolder =
        'folder' in base ? base.folder : await baseFolderFor(dataDir, base.ggufPath)
      if ('ggufPath' in base && !isBaseFolder(baseFolder)) {
        const source = base.ggufPath
        const job = { command: 'base' as const, stage: 'base', source, outputDir: baseFolder }
        await runExportStage({ options, context, job, output: baseFolder })
      }
      writeJson(exportFolder(projectDir, input).plan, { baseFolder })
    }
  }
}

/** What base and adapter say together, in full precision: the measure of everything that follows. */
export function answersBeforeStep(options: ExportOptions): Step<ExportInput> {
  const { projectDir, models, threads } = options
  return {
    name: 'answers-before',
    title: 'Ask the trained model five questions',
    weight: 6,
    done: (input) => readJson(exportFolder(projectDir, input).before, Passage) !== null,
    run: async (context) => {
      const { input } = context
      const folder = exportFolder(projectDir, input)
      const adapter = await models.get(input.adapterId)
      const prompts = canaryConversations(await systemMessageOf(options, adapter))
      const system = prompts[0]?.filter(({ role }) => role === 'system') ?? []
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
          passage: checkPassage(system),
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
      const { merged } = exportFolder(projectDir, input)
      const baseModel = baseFolderOf(options, input)
      const adapter = await models.get(input.adapterId)
      const bytes = (await sizeOnDisk(baseModel)) ?? 0
      await runExportStage({
        options,
        context,
        output: merged,
        needs: { doing: `Merging “${adapter.name}”`, bytes },
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
      const { merged, gguf } = exportFolder(projectDir, input)
      const { name } = await models.get(input.adapterId)
      const bytes = (await sizeOnDisk(merged)) ?? 0
      await runExportStage({
        options,
        context,
        output: gguf('F16'),
        needs: { doing: `Converting “${name}” to GGUF`, bytes },
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
  Q6_K: 0.54,
  Q5_K_M: 0.48,
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
      const { gguf } = exportFolder(projectDir, input)
      const { name } = await models.get(input.adapterId)
      const bytes = ((await sizeOnDisk(gguf('F16'))) ?? 0) * LARGEST_SHARE[quantization]
      await runExportStage({
        options,
        context,
        output: gguf(quantization),
        needs: { doing: `Quantizing “${name}” to ${quantization}`, bytes },
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

function baseFolderOf({ projectDir }: ExportOptions, input: ExportInput): string {
  const plan = readJson(exportFolder(projectDir, input).plan, Plan)
  if (!plan) throw new Error('The step that finds the base model has not run.')
  return plan.baseFolder
}

/** The persona that the adapter was trained under; null without one, or when it has been deleted. */
async function systemMessageOf(
  { db, systemMessage }: ExportOptions,
  { runId }: Model
): Promise<string | null> {
  const run = runId === null ? null : await getRun(db, runId)
  if (run?.personaId == null) return null
  return systemMessage(run.personaId).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not_found') return null
    throw error
  })
}
