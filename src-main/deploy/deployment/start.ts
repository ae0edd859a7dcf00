import type { ParsedInput } from '@contract/calls'
import type { DeploySource, DeployTarget } from '@contract/deployments'
import type { Quantization } from '@contract/models'
import { AppError } from '../../app-error'
import { newId } from '../../database/ids'
import type { Database } from '../../database/schema'
import { checkGguf } from '../../generation/gguf-check'
import type { JobDefinition } from '../../jobs/definition'
import type { JobRunner } from '../../jobs/runner'
import type { Models } from '../../models/models'
import type { Runs } from '../../training/runs'
import { contextFor, type ContextChoice } from './context-length'
import type { DeployInput } from './deploy-job'
import { proofQuestions } from './proof-questions'
import { insertDeployment, updateDeployment } from './repository'

export type StartOptions = {
  db: Database
  jobs: JobRunner
  models: Pick<Models, 'get' | 'modelFile' | 'baseModel' | 'defaultBaseModelId'>
  runs: Pick<Runs, 'get' | 'start'>
  /** The most that a draft may take, as the settings have it. */
  draftTokens: () => Promise<number>
  /** The persona as a system message. @throws AppError `not_found` */
  systemMessage: (personaId: string) => Promise<string>
}

/** What a source is, as far as it is there already. */
export type Subject = {
  name: string
  runId: string | null
  adapterId: string | null
  modelId: string | null
  personaId: string | null
  /** Of the file; null while it is still to be made. */
  quantization: Quantization | null
  baseModelId: string | null
}

const TITLES: Readonly<Record<DeployTarget, string>> = {
  lmstudio: 'into LM Studio',
  ollama: 'into Ollama',
  folder: 'into a file'
}

/** Starts the run where there is none yet, then the deployment; answers with its id. @throws AppError */
export async function startDeployment(
  options: StartOptions & { definition: JobDefinition<DeployInput> },
  input: ParsedInput<'deployments.start'>
): Promise<string> {
  const { db, jobs, runs, definition } = options
  const { source, target, unload } = input
  const subject =
    source.from === 'newRun'
      ? await subjectOf(options, { from: 'run', runId: (await runs.start(source.run)).id })
      : await subjectOf(options, source)
  const choice = await chooseContext(options, subject)
  const [id, jobId] = [newId(), newId()]
  await insertDeployment(db, {
    id,
    jobId,
    target,
    source,
    unload,
    name: subject.name,
    runId: subject.runId,
    adapterId: subject.adapterId,
    modelId: subject.modelId,
    quantization: subject.quantization ?? input.quantization,
    ...contextOf(choice, input.contextLength)
  })
  const questions = await proofQuestions(options, subject.runId)
  await updateDeployment(db, id, { findings: { neededTokens: choice.neededTokens, questions } })
  await jobs.start(definition, {
    id: jobId,
    title: `Bring ${subject.name} ${TITLES[target]}`,
    subjectId: id,
    input: { deploymentId: id }
  })
  return id
}

/** The context that was asked for, or the one that the data need. */
export const contextOf = (
  choice: ContextChoice,
  asked: number | undefined
): Pick<ContextChoice, 'contextLength' | 'contextReason'> =>
  asked === undefined
    ? { contextLength: choice.contextLength, contextReason: choice.contextReason }
    : { contextLength: asked, contextReason: 'Chosen by you.' }

export async function chooseContext(
  { db, models, draftTokens }: StartOptions,
  subject: Subject
): Promise<ContextChoice> {
  return contextFor(db, {
    personaId: subject.personaId,
    draftTokens: await draftTokens(),
    maxContext: await maxContextOf(models, subject)
  })
}

/** @throws AppError `not_found`, `invalid_input` */
export async function subjectOf(
  { models, runs }: Pick<StartOptions, 'models' | 'runs'>,
  source: DeploySource
): Promise<Subject> {
  const plain = { runId: null, adapterId: null, modelId: null, personaId: null, quantization: null }
  const ofRun = async (runId: string | null) => {
    const run = runId === null ? null : await runs.get(runId).catch(orNone)
    return { runId: run?.id ?? null, personaId: run?.personaId ?? null }
  }
  switch (source.from) {
    case 'newRun': {
      const { name, personaId, baseModelId } = source.run
      const base = baseModelId ?? (await models.defaultBaseModelId())
      return { ...plain, name, personaId, baseModelId: base }
    }
    case 'run': {
      const { id, name, personaId, adapterId, baseModelId } = await runs.get(source.runId)
      return { ...plain, name, runId: id, adapterId, personaId, baseModelId }
    }
    case 'adapter': {
      const { id, name, kind, runId, parentId } = await models.get(source.adapterId)
      if (kind !== 'adapter') throw wrongKind(name, 'an adapter')
      return { ...plain, name, adapterId: id, baseModelId: parentId, ...(await ofRun(runId)) }
    }
    case 'file': {
      const { id, name, kind, runId, quantization, missing } = await models.get(source.modelId)
      if (kind !== 'gguf' && kind !== 'base') throw wrongKind(name, 'a GGUF file')
      if (!missing) await models.modelFile(id)
      return {
        ...plain,
        name,
        modelId: id,
        quantization,
        baseModelId: null,
        ...(await ofRun(runId))
      }
    }
  }
}

/** What the model was trained to read; null where that cannot be seen. */
async function maxContextOf(
  models: StartOptions['models'],
  { modelId, baseModelId }: Subject
): Promise<number | null> {
  const id = modelId ?? baseModelId
  if (id === null) return null
  try {
    return (await checkGguf(await models.modelFile(id))).contextLength
  } catch {
    return null
  }
}

/** A run that was deleted has left its models. */
function orNone(thrown: unknown): null {
  if (thrown instanceof AppError && thrown.code === 'not_found') return null
  throw thrown
}

const wrongKind = (name: string, wanted: string): AppError =>
  new AppError({
    code: 'invalid_input',
    message: `“${name}” is not ${wanted}, so it cannot be brought anywhere this way.`,
    remedy: { text: 'Choose a run, an adapter or a GGUF file.' }
  })
