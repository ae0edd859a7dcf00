import type { Handlers } from '@contract/calls'
import type { Job } from '@contract/jobs'
import type { Model, Quantization } from '@contract/models'
import { AppError } from '../../app-error'
import type { Events } from '../../events'
import type { JobRunner } from '../../jobs/runner'
import type { Models } from '../../models/models'
import { formatBytes } from '../../models/size'
import { ExportQuantization } from '../export-input'
import { canGoOn, followJob, hasEnded } from './child-job'
import type { StoredDeployment } from './repository'
import { RETRY, StepFailure } from './step-failure'
import type { Done, TargetContext } from './target'

type Options = {
  models: Pick<Models, 'get' | 'list'>
  startExport: Handlers['models.export']
  jobs: JobRunner
  events: Events
}

type Context = Omit<TargetContext, 'file'>

/** Waits until the export has merged the adapter into its base; it goes on with the rest meanwhile. */
export async function mergeStep(options: Options, context: Context): Promise<Done> {
  if (await fileOf(options, context.deployment)) return { notNeeded: 'The file was there' }
  await followExport(options, context, hasMerged)
  return 'The adapter is folded into its base'
}

/** Waits until the export has made, checked and registered the GGUF file. */
export async function convertStep(options: Options, context: Context): Promise<Done> {
  const { deployment, save } = context
  const before = await fileOf(options, deployment)
  if (!before) await followExport(options, context, hasEnded)
  const file = before ?? (await fileOf(options, deployment))
  if (!file) throw noFile(deployment)
  await save({ modelId: file.id })
  const said = `GGUF ${file.quantization ?? 'file'}, ${formatBytes(file.sizeBytes)}${sayChecks(file)}`
  return before ? { notNeeded: said } : said
}

/** The file that this deployment brings, if it is made; null also where it has gone from its place. */
export async function fileOf(
  { models }: Pick<Options, 'models'>,
  { modelId, adapterId, quantization }: StoredDeployment
): Promise<Model | null> {
  if (modelId !== null) {
    const known = await models.get(modelId).catch(orNone)
    if (known?.missing === false) return known
  }
  return adapterId === null ? null : findGguf(await models.list(), { adapterId, quantization })
}

/** The newest file of this quantization that was made from the adapter. */
export function findGguf(
  models: readonly Model[],
  { adapterId, quantization }: { adapterId: string; quantization: Quantization }
): Model | null {
  const byId = new Map(models.map((model) => [model.id, model]))
  const descends = ({ parentId }: Model): boolean => {
    if (parentId === null) return false
    const parent = byId.get(parentId)
    return parentId === adapterId || (parent !== undefined && descends(parent))
  }
  const made = models.filter(
    (model) =>
      model.kind === 'gguf' &&
      model.quantization === quantization &&
      !model.missing &&
      descends(model)
  )
  return made.at(-1) ?? null
}

async function followExport(
  { jobs, events, startExport }: Options,
  { deployment, signal, progress, save }: Context,
  until: (job: Job) => boolean
): Promise<void> {
  const { adapterId } = deployment
  const quantization = ExportQuantization.parse(deployment.quantization)
  if (adapterId === null) throw fileGone(deployment)
  const known = deployment.findings.exportJobId
  let id = known !== null && (await isOf(jobs, known)) ? known : null
  if (id === null) {
    id = (await startExport({ adapterId, quantizations: [quantization] })).jobId
    await save({ findings: { exportJobId: id } })
  } else if (canGoOn(await jobs.get(id))) await jobs.retry(id)
  try {
    const onProgress = ({ state }: Job): void => {
      if (state.status === 'queued') progress(null, 'Waits for its turn')
      if (state.status === 'running') progress(state.progress, state.message)
    }
    const { state } = await followJob({ jobs, events, id, signal, onProgress, until })
    if (state.status === 'failed') throw failureOf(state.error, quantization)
    if (state.status === 'cancelled' || state.status === 'interrupted') throw stopped()
  } catch (thrown) {
    if (signal.reason === 'cancelled') {
      await jobs.cancel(id)
      await jobs.finished(id)
    }
    throw thrown
  }
}

/** One that has ended well has nothing more to give where its file is gone: it is made anew. */
async function isOf(jobs: JobRunner, id: string): Promise<boolean> {
  return (await jobs.get(id)).state.status !== 'succeeded'
}

/** By the name of its step: what comes after the merge is conversion. */
function hasMerged({ state, steps }: Job): boolean {
  const merge = steps.findIndex(({ name }) => name === 'merge')
  return state.status === 'running' && state.step > merge
}

function sayChecks({ checks, canaryAgrees }: Model): string {
  const passed = checks.filter((check) => check.passed).length
  if (passed > 0) return `, ${String(passed)} of ${String(checks.length)} checks passed`
  return canaryAgrees === true ? ', checked' : ''
}

/** A file that does not pass its checks may pass them with less quantization. */
function failureOf(
  error: Parameters<typeof AppError.fromEnvelope>[0],
  quantization: ExportQuantization
): StepFailure {
  const { detail, remedy, ...rest } = error
  const finer = quantization === 'F16' || quantization === 'Q8_0' ? null : ('Q8_0' as const)
  const offersFiner = error.code === 'export_failed' && finer !== null
  return new StepFailure({
    ...rest,
    ...(detail !== null && { detail }),
    ...(remedy && {
      remedy: { text: remedy.text, ...(remedy.action && { action: remedy.action }) }
    }),
    repairs: offersFiner ? [RETRY, { kind: 'quantization', quantization: finer }] : [RETRY]
  })
}

/** A model that was deleted is as good as a file that is gone. */
function orNone(thrown: unknown): null {
  if (thrown instanceof AppError && thrown.code === 'not_found') return null
  throw thrown
}

const stopped = (): StepFailure =>
  new StepFailure({
    code: 'cancelled',
    message: 'The export was stopped. What it has made so far is kept.',
    remedy: { text: 'Go on, and it continues where it stopped.', action: 'retry' },
    repairs: [RETRY]
  })

const noFile = ({ name, quantization }: StoredDeployment): AppError =>
  new AppError({
    code: 'export_failed',
    message: `The export of “${name}” ended without a ${quantization} file. The adapter is unharmed.`,
    remedy: { text: 'Try it again.', action: 'retry' }
  })

const fileGone = ({ name }: StoredDeployment): AppError =>
  new AppError({
    code: 'not_found',
    message: `The file of “${name}” is no longer in its place, and there is no adapter to make it from.`,
    remedy: { text: 'Put the file back, then try again.', action: 'retry' }
  })
