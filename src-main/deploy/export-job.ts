import type { JobDefinition } from '../jobs/definition'
import { formatBytes } from '../models/size'
import { trainerIsAlive } from '../training/trainer-process'
import { canaryStep } from './canary-step'
import { checkF16Step, checkQuantizedStep } from './checks/check-step'
import { exportFolder, type ExportFolder } from './export-folder'
import { ExportInput, type ExportOptions } from './export-input'
import { finalAnswerStep } from './final-answer-step'
import { registerStep, tidyStep } from './register-steps'
import { answersBeforeStep, baseStep, convertStep, mergeStep, quantizeStep } from './trainer-steps'

/**
 * Base, answers, merge, convert, check, canary, quantize, check, answer, register. Every step leaves a file that is
 * whole or not there, so a retry begins where the last try ended.
 */
export function exportJob(options: ExportOptions): JobDefinition<ExportInput> {
  const folderOf = (input: ExportInput): ExportFolder => exportFolder(options.projectDir, input)
  return {
    kind: 'export',
    lane: 'training',
    input: ExportInput,
    steps: ({ quantizations }) => [
      baseStep(options),
      answersBeforeStep(options),
      mergeStep(options),
      convertStep(options),
      checkF16Step(options),
      canaryStep(options),
      ...quantizations
        .filter((quantization) => quantization !== 'F16')
        .map((quantization) => quantizeStep(options, quantization)),
      checkQuantizedStep(options),
      finalAnswerStep(options),
      registerStep(options),
      tidyStep(options)
    ],
    finished: async (input) => {
      const { name } = await options.models.get(input.adapterId)
      const files = (await options.models.list()).filter(({ path }) =>
        input.quantizations.some((quantization) => path === folderOf(input).gguf(quantization))
      )
      const sizes = files.map(
        ({ quantization, sizeBytes }) => `${quantization ?? 'GGUF'} (${formatBytes(sizeBytes)})`
      )
      const when = input.quantizations.includes('F16') ? '' : ' before it was quantized'
      return `${name} is exported as ${sizes.join(' and ')}. It gave the trained model’s answers to all five questions${when}.`
    },
    logFile: (input) => folderOf(input).log,
    survives: (input) => trainerIsAlive(folderOf(input).dir)
  }
}
