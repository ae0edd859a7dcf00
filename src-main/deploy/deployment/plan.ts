import type { ParsedInput } from '@contract/calls'
import type { DeployPlan, DeploySource, DeployTarget } from '@contract/deployments'
import { toAppError } from '../../app-error'
import type { FreeBytes } from '../../models/disk-space'
import type { Models } from '../../models/models'
import { formatBytes } from '../../models/size'
import type { Runs } from '../../training/runs'
import { findGguf } from './export-steps'
import { quantizationSizes } from './sizes'
import { chooseContext, subjectOf, type StartOptions, type Subject } from './start'
import type { Outlook, Target } from './target'

export type PlanOptions = Omit<StartOptions, 'models' | 'runs'> & {
  projectDir: string
  models: Models
  runs: Pick<Runs, 'get' | 'start' | 'preview'>
  python: { pythonPath: () => Promise<string> }
  freeBytes: FreeBytes
  targets: Readonly<Record<DeployTarget, Target>>
}

/** Which file is planned for before another is chosen. */
const USUAL = 'Q4_K_M'

/** What a deployment would do, take and meet; all that stands in its way at once. Changes nothing. */
export async function planDeployment(
  options: PlanOptions,
  { source, target: targetName }: ParsedInput<'deployments.plan'>
): Promise<DeployPlan> {
  const { models, projectDir, freeBytes, targets } = options
  const subject = await subjectOf(options, source)
  const outlook = await targets[targetName].outlook(subject.name, projectDir)
  const quantizations = await quantizationSizes(models, subject)
  const fileBytes = await fileBytesOf(options, subject, quantizations)
  const made = await isMade(options, subject)
  const neededBytes =
    (made ? 0 : makingBytes(quantizations, fileBytes)) +
    (outlook.placing === 'link' ? 0 : fileBytes)
  const free = await freeBytes(projectDir)
  const { contextLength, contextReason } = await chooseContext(options, subject)
  return {
    name: subject.name,
    target: targetName,
    targetState: { ready: outlook.ready, sentence: outlook.sentence },
    folder: outlook.folder,
    placing: outlook.placing,
    neededBytes: Math.round(neededBytes),
    freeBytes: Math.round(free),
    quantizations,
    contextLength,
    contextReason,
    loaded: outlook.loaded,
    problems: await problemsOf(options, { source, subject, made, neededBytes, free, outlook })
  }
}

/** The merged folder, the f16 file, and what is quantized from it: all there at the highest point. */
function makingBytes(quantizations: DeployPlan['quantizations'], fileBytes: number): number {
  const f16 = quantizations.find(({ quantization }) => quantization === 'F16')?.sizeBytes ?? 0
  return 2 * f16 + fileBytes
}

async function fileBytesOf(
  { models }: PlanOptions,
  { modelId }: Subject,
  quantizations: DeployPlan['quantizations']
): Promise<number> {
  if (modelId !== null) return (await models.get(modelId)).sizeBytes
  return quantizations.find(({ quantization }) => quantization === USUAL)?.sizeBytes ?? 0
}

async function isMade({ models }: PlanOptions, subject: Subject): Promise<boolean> {
  if (subject.modelId !== null) return true
  const { adapterId } = subject
  if (adapterId === null) return false
  return findGguf(await models.list(), { adapterId, quantization: USUAL }) !== null
}

async function problemsOf(
  { models, runs, python }: PlanOptions,
  found: {
    source: DeploySource
    subject: Subject
    made: boolean
    neededBytes: number
    free: number
    outlook: Outlook
  }
): Promise<string[]> {
  const { source, subject, made, neededBytes, free, outlook } = found
  const problems: string[] = [...outlook.problems]
  if (source.from === 'newRun') problems.push(...(await runs.preview(source.run)).problems)
  else if (!made) {
    await python.pythonPath().catch((thrown: unknown) => {
      problems.push(toAppError(thrown).message)
    })
  }
  const needed = subject.modelId ?? subject.adapterId
  if (needed !== null) {
    const model = await models.get(needed)
    if (model.missing) problems.push(`“${model.name}” is no longer at ${model.path}.`)
  }
  if (neededBytes > free) {
    problems.push(
      `This takes about ${formatBytes(neededBytes)}, and the disk has ${formatBytes(free)} free.`
    )
  }
  return problems
}
