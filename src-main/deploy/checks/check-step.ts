import fs from 'node:fs'
import { FileCheck } from '@contract/models'
import { z } from 'zod'
import type { Step, StepContext } from '../../jobs/definition'
import { checkGguf } from '../../generation/gguf-check'
import { readJobFile, type TrainerJob } from '../../training/job-files'
import { exportFolder } from '../export-folder'
import type { ExportInput, ExportOptions, ExportQuantization } from '../export-input'
import { readJson, writeJson } from '../json-file'
import { isAbout, Subject, subjectOf } from '../subject'
import { runExportStage } from '../trainer-stage'
import { checkFailure } from './failures'
import { fileChecks } from './findings'
import { checkConversations } from './questions'
import { Foretold, OwnReading } from './reading'
import { TOKENIZER_TEXTS } from './tokenizer-texts'

const Record = z.object({ file: Subject, checks: z.array(FileCheck) })
const Before = z.object({ passage: Foretold })

/** The f16 file, from which all others are made, is looked at before anything is made of it. */
export function checkF16Step(options: ExportOptions): Step<ExportInput> {
  const { projectDir } = options
  return {
    name: 'check-F16',
    title: 'Check the file',
    weight: 3,
    done: (input) => {
      const { gguf } = exportFolder(projectDir, input)
      // Where the f16 file has gone, what was made of it has been looked at itself.
      return !fs.existsSync(gguf('F16')) || hasPassed(options, input, 'F16')
    },
    run: (context) => checkFile(options, context, 'F16')
  }
}

/** What was quantized is looked at as it will be used. */
export function checkQuantizedStep(options: ExportOptions): Step<ExportInput> {
  const quantized = ({ quantizations }: ExportInput): ExportQuantization[] =>
    quantizations.filter((quantization) => quantization !== 'F16')
  return {
    name: 'check',
    title: 'Check what was quantized',
    weight: 3,
    done: (input) => quantized(input).every((one) => hasPassed(options, input, one)),
    run: async (context) => {
      for (const quantization of quantized(context.input)) {
        if (hasPassed(options, context.input, quantization)) continue
        await checkFile(options, context, quantization)
      }
    }
  }
}

/** What the looks at a file have found; empty for a file of before there were any. */
export function checksOf(
  { projectDir }: Pick<ExportOptions, 'projectDir'>,
  input: ExportInput,
  quantization: ExportQuantization
): FileCheck[] {
  const { checks, gguf } = exportFolder(projectDir, input)
  const found = readJson(checks(quantization), Record)
  return found !== null && isAbout(found.file, gguf(quantization)) ? found.checks : []
}

function hasPassed(
  options: Pick<ExportOptions, 'projectDir'>,
  input: ExportInput,
  quantization: ExportQuantization
): boolean {
  const checks = checksOf(options, input, quantization)
  return checks.length > 0 && checks.every(({ passed }) => passed)
}

async function checkFile(
  options: ExportOptions,
  context: StepContext<ExportInput>,
  quantization: ExportQuantization
): Promise<void> {
  const { projectDir, models, inspect } = options
  const { input, signal, progress, log } = context
  const folder = exportFolder(projectDir, input)
  const modelPath = folder.gguf(quantization)
  const { name } = await models.get(input.adapterId)
  const own = await ownReading(options, context)
  const trained = readJson(folder.before, Before)?.passage
  const { passage } = questionsAsked(folder.jobFile('answers-before'))
  if (!trained || !passage) throw new Error(`${folder.before} has no passage.`)
  progress(null, `Reading ${String(own.texts.length)} texts with the ${quantization} file`)
  // A header that is not sound never reaches the engine.
  const header = await discardOnFailure(modelPath, () => checkGguf(modelPath))
  const engine = await inspect(
    { modelPath },
    {
      texts: [...TOKENIZER_TEXTS],
      conversations: conversationsFor(folder.jobFile('answers-before')),
      endTexts: own.ends.map(({ text }) => text),
      passage,
      signal
    }
  )
  const checks = fileChecks({ quantization, header, texts: TOKENIZER_TEXTS, own, engine, trained })
  for (const { detail } of checks) log(detail)
  writeJson(folder.checks(quantization), { file: subjectOf(modelPath), checks })
  const failure = checkFailure({ model: name, quantization, checks })
  if (failure === null) return
  // What did not pass is in nobody's way: a retry makes it anew.
  fs.rmSync(modelPath, { force: true })
  throw failure
}

async function discardOnFailure<T>(file: string, look: () => Promise<T>): Promise<T> {
  try {
    return await look()
  } catch (error) {
    fs.rmSync(file, { force: true })
    throw error
  }
}

/** How the merged folder's tokenizer and template read the questions, asked once for all files. */
async function ownReading(
  options: ExportOptions,
  context: StepContext<ExportInput>
): Promise<OwnReading> {
  const folder = exportFolder(options.projectDir, context.input)
  const known = readJson(folder.tokens, OwnReading)
  if (known?.texts.length === TOKENIZER_TEXTS.length) return known
  await runExportStage({
    options,
    context,
    output: folder.tokens,
    job: {
      command: 'tokens',
      stage: 'tokens',
      model: folder.merged,
      texts: [...TOKENIZER_TEXTS],
      conversations: conversationsFor(folder.jobFile('answers-before')),
      output: folder.tokens
    }
  })
  return OwnReading.parse(JSON.parse(fs.readFileSync(folder.tokens, 'utf8')))
}

/** The canary's conversations and longer ones, all under the persona that was trained. */
function conversationsFor(jobFile: string) {
  const { prompts } = questionsAsked(jobFile)
  const system = prompts[0]?.filter(({ role }) => role === 'system') ?? []
  return [...prompts, ...checkConversations(system)]
}

function questionsAsked(jobFile: string): Extract<TrainerJob, { command: 'answer' }> {
  const job = readJobFile(jobFile)
  if (job.command !== 'answer') throw new Error(`${jobFile} asks nothing.`)
  return job
}
