import fs from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import type { ChatMessage } from '@contract/generation'
import { CanaryAnswer, TrainedAnswer } from '../../../src-main/deploy/canary'
import { converterDir } from '../../../src-main/deploy/converter'
import type { ExportFolder } from '../../../src-main/deploy/export-folder'
import { readJobFile, writeJobFile } from '../../../src-main/training/job-files'
import { runTrainer } from '../../../src-main/training/trainer-process'
import { places } from './compose-exports'

const read = <Schema extends z.ZodType>(file: string, schema: Schema): z.output<Schema> =>
  schema.parse(JSON.parse(fs.readFileSync(file, 'utf8')))

export const baseFolderIn = (plan: string): string =>
  read(plan, z.object({ baseFolder: z.string() })).baseFolder

/** What the trained model and the merged f16 file said to the same conversations. */
export function canaryAnswers(
  folder: ExportFolder
): { messages: ChatMessage[]; before: TrainedAnswer; after: string }[] {
  const job = readJobFile(folder.jobFile('answers-before'))
  const before = read(folder.before, z.object({ answers: z.array(TrainedAnswer) })).answers
  const after = read(folder.after, z.object({ answers: z.array(CanaryAnswer) })).answers
  const prompts = job.command === 'answer' ? job.prompts : []
  return prompts.flatMap((messages, index) => {
    const [trained, merged] = [before[index], after[index]]
    return trained && merged ? [{ messages, before: trained, after: merged.after }] : []
  })
}

const baseDir = (projectDir: string): string => path.join(projectDir, 'exports', 'base')

/** Where `convertBase` leaves its file. */
export const convertedBase = (projectDir: string): string =>
  path.join(baseDir(projectDir), 'base.gguf')

/** The base as an f16 GGUF file, as the adapter was trained on it. */
export async function convertBase({
  projectDir,
  baseFolder
}: {
  projectDir: string
  baseFolder: string
}): Promise<string> {
  const runDir = baseDir(projectDir)
  const output = convertedBase(projectDir)
  const job = {
    command: 'convert',
    stage: 'convert',
    runDir,
    model: baseFolder,
    converterDir: converterDir(places.resourcesDir),
    output
  } as const
  await runTrainer({
    python: places.python,
    trainerDir: places.trainerDir,
    jobFile: writeJobFile(path.join(runDir, 'job.json'), job),
    runDir,
    stage: 'convert',
    signal: new AbortController().signal,
    onEvents: () => undefined,
    onLog: () => undefined
  })
  return output
}
