import fs from 'node:fs'
import type { ChatMessage } from '@contract/generation'
import type { FileCheck } from '@contract/models'
import { z } from 'zod'
import type { Step } from '../jobs/definition'
import { readJobFile } from '../training/job-files'
import { CanaryAnswer, canaryFailure, compareAnswers, TrainedAnswer } from './canary'
import { CANARY_TOKENS } from './canary-prompts'
import { exportFolder, type ExportFolder } from './export-folder'
import type { ExportInput, ExportOptions } from './export-input'
import { readJson, writeJson } from './json-file'
import { isAbout, Subject, subjectOf } from './subject'
import { templateTokensOf } from './template-tokens'

const Before = z.object({ answers: z.array(TrainedAnswer) })

const After = z.object({ file: Subject, agrees: z.boolean(), answers: z.array(CanaryAnswer) })

/** The exported file must say what the trained model says, before anything is made of it. */
export function canaryStep(options: ExportOptions): Step<ExportInput> {
  const { projectDir, models, greedy } = options
  return {
    name: 'canary',
    title: 'Compare the exported answers with the trained ones',
    weight: 5,
    done: (input) => {
      const { gguf, after } = exportFolder(projectDir, input)
      const found = readJson(after, After)
      if (found?.agrees !== true) return false
      // Without the f16 file nothing can be made any more; what there is came of one that agreed.
      return !fs.existsSync(gguf('F16')) || isAbout(found.file, gguf('F16'))
    },
    run: async ({ input, signal, progress, log }) => {
      const folder = exportFolder(projectDir, input)
      const modelPath = folder.gguf('F16')
      const { name } = await models.get(input.adapterId)
      const templateTokens = templateTokensOf(folder.merged)
      const questions = questionsOf(folder.jobFile('answers-before'), folder.before)
      const answers: CanaryAnswer[] = []
      for (const [index, { messages, before }] of questions.entries()) {
        signal.throwIfAborted()
        progress(index / questions.length, `Question ${index + 1} of ${questions.length}`)
        const after = await greedy({
          modelPath,
          messages,
          maxTokens: CANARY_TOKENS,
          signal
        })
        const prompt = messages.at(-1)?.content ?? ''
        const answer = compareAnswers({ prompt, before, after, templateTokens })
        log(`Question ${index + 1}: ${sayOutcome(answer)}`)
        answers.push(answer)
      }
      const failure = canaryFailure(name, answers)
      const agrees = failure === null
      writeJson(folder.after, { file: subjectOf(modelPath), agrees, answers })
      if (failure) throw failure
    }
  }
}

/** What the canary has found, as one of a file's checks; null where it has not been asked. */
export function canaryCheck({ after }: Pick<ExportFolder, 'after'>): FileCheck | null {
  const found = readJson(after, After)
  if (found === null) return null
  const { answers, agrees } = found
  const ties = answers.filter(({ tie }) => tie !== null).length
  const same = answers.filter((answer) => answer.agrees).length
  const parted = ties === 0 ? '' : `, ${ties} of them up to a tie of two tokens`
  return {
    name: 'canary',
    passed: agrees,
    detail: `The f16 file gives the trained model’s answer to ${same} of ${answers.length} questions${parted}.`
  }
}

const sayOutcome = ({ agrees, tie }: CanaryAnswer): string => {
  if (tie !== null) return `the same up to a tie of two tokens (${String(tie)} nats apart)`
  return agrees ? 'the same answer' : 'another answer'
}

/** The conversations as the trained model had them, with what it said. */
function questionsOf(
  jobFile: string,
  answersFile: string
): { messages: ChatMessage[]; before: TrainedAnswer }[] {
  const job = readJobFile(jobFile)
  const before = readJson(answersFile, Before)
  if (job.command !== 'answer' || before?.answers.length !== job.prompts.length) {
    throw new Error(`${answersFile} does not hold an answer to every prompt of ${jobFile}.`)
  }
  return before.answers.map((answer, index) => ({
    messages: job.prompts[index] ?? [],
    before: answer
  }))
}
