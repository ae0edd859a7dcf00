import { z } from 'zod'
import { AppError } from '../app-error'
import type { Step } from '../jobs/definition'
import { readJobFile } from '../training/job-files'
import { leakedTokens } from './canary'
import { CANARY_TOKENS } from './canary-prompts'
import { exportFolder } from './export-folder'
import type { ExportInput, ExportOptions, ExportQuantization } from './export-input'
import { readJson, writeJson } from './json-file'
import { isAbout, Subject, subjectOf } from './subject'
import { templateTokensOf } from './template-tokens'

const Proof = z.object({ file: Subject, prompt: z.string(), text: z.string() })

/** Loads every finished file once and lets it answer: the proof that it is more than bytes. */
export function finalAnswerStep(options: ExportOptions): Step<ExportInput> {
  const { projectDir, models, greedy } = options
  return {
    name: 'answer',
    title: 'Load the finished model and let it answer',
    weight: 2,
    done: (input) => {
      const { proof, gguf } = exportFolder(projectDir, input)
      return input.quantizations.every((quantization) => {
        const found = readJson(proof(quantization), Proof)
        return found !== null && isAbout(found.file, gguf(quantization))
      })
    },
    run: async ({ input, signal, progress, log }) => {
      const folder = exportFolder(projectDir, input)
      const { name } = await models.get(input.adapterId)
      const templateTokens = templateTokensOf(folder.merged)
      const messages = firstQuestion(folder.jobFile('answers-before'))
      for (const [index, quantization] of input.quantizations.entries()) {
        signal.throwIfAborted()
        progress(index / input.quantizations.length, `Asking the ${quantization} file`)
        const modelPath = folder.gguf(quantization)
        const text = await greedy({ modelPath, messages, maxTokens: CANARY_TOKENS, signal })
        const leaked = leakedTokens(text, templateTokens)
        if (text.trim() === '' || leaked.length > 0) throw unusable({ name, quantization, leaked })
        const prompt = messages.at(-1)?.content ?? ''
        writeJson(folder.proof(quantization), { file: subjectOf(modelPath), prompt, text })
        log(`${quantization} answers: ${text.slice(0, 120)}`)
      }
    }
  }
}

function firstQuestion(jobFile: string) {
  const job = readJobFile(jobFile)
  const messages = job.command === 'answer' ? job.prompts[0] : undefined
  if (!messages) throw new Error(`${jobFile} holds no prompt.`)
  return messages
}

function unusable({
  name,
  quantization,
  leaked
}: {
  name: string
  quantization: ExportQuantization
  leaked: string[]
}): AppError {
  const how =
    leaked.length > 0
      ? `writes tokens of its chat template (${leaked.join(' ')}) into its answer`
      : 'loads but answers with nothing'
  return new AppError({
    code: 'export_failed',
    message: `The ${quantization} file of “${name}” ${how}. The adapter and the merged model are unharmed.`,
    remedy: { text: 'Export it with less quantization, Q8_0 or F16.' }
  })
}
