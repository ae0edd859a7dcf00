import fs from 'node:fs'
import type { FileCheck } from '@contract/models'
import type { Step } from '../jobs/definition'
import { canaryCheck } from './canary-step'
import { checksOf } from './checks/check-step'
import { exportFolder } from './export-folder'
import type { ExportInput, ExportOptions, ExportQuantization } from './export-input'

/** Adds what was made to the registry, as a line of descent: adapter, merged folder, GGUF files. */
export function registerStep({ projectDir, models }: ExportOptions): Step<ExportInput> {
  return {
    name: 'register',
    title: 'Add the files to the models',
    done: async (input) => {
      const { merged, gguf } = exportFolder(projectDir, input)
      // A file that was made anew has been looked at anew.
      const known = new Map((await models.list()).map(({ path, checks }) => [path, checks]))
      if (!known.has(merged)) return false
      return input.quantizations.every(
        (one) =>
          JSON.stringify(known.get(gguf(one))) === JSON.stringify(allChecks(projectDir, input, one))
      )
    },
    run: async ({ input }) => {
      const { merged, gguf } = exportFolder(projectDir, input)
      const { name, runId, licence, id } = await models.get(input.adapterId)
      // The canary looked at the f16 file, which all the others are made of.
      const shared = { name, runId, licence, canaryAgrees: true }
      const folder = await models.register({
        ...shared,
        kind: 'merged',
        parentId: id,
        path: merged,
        quantization: null
      })
      for (const quantization of input.quantizations) {
        await models.register({
          ...shared,
          kind: 'gguf',
          parentId: folder.id,
          path: gguf(quantization),
          quantization,
          checks: allChecks(projectDir, input, quantization)
        })
      }
    }
  }
}

/** The canary looked at the f16 file, and what it found holds for all that was made of that. */
function allChecks(
  projectDir: string,
  input: ExportInput,
  quantization: ExportQuantization
): FileCheck[] {
  const own = checksOf({ projectDir }, input, quantization)
  const canary = canaryCheck(exportFolder(projectDir, input))
  return canary === null ? own : [...own.slice(0, -1), canary, ...own.slice(-1)]
}

/** The f16 file stays only where somebody asked for it, now or in an earlier export. */
export function tidyStep({ projectDir, models }: ExportOptions): Step<ExportInput> {
  return {
    name: 'tidy',
    title: 'Remove the intermediate file',
    weight: 0,
    run: async ({ input }) => {
      const intermediate = exportFolder(projectDir, input).gguf('F16')
      const wanted = (await models.list()).some(({ path }) => path === intermediate)
      if (!wanted) await fs.promises.rm(intermediate, { force: true })
    }
  }
}
