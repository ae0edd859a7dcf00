import path from 'node:path'
import { z } from 'zod'
import { ask, complaintIn, isUnknownRoute } from '../../generation/lm-studio/ask'
import { tokenNeeded, tokenRefused } from '../../generation/lm-studio/errors'
import { whyRefused, type WhyRefused } from '../../generation/lm-studio/load-model'
import type { LmStudioModel } from '../../generation/lm-studio/models'
import type { AppError } from '../../app-error'
import { RETRY, withRepairs } from '../deployment/step-failure'
import type { TargetContext } from '../deployment/target'
import * as say from './load-failures'
import { runLms } from './lms'
import { loadedBeside, modelsOf, type Studio } from './studio'
import { unloadInstance } from './unload'

const LOAD_TIMEOUT_MS = 295_000

type Loading = {
  studio: Studio
  model: LmStudioModel
  /** The file below the models folder. */
  placed: string
  contextLength: number
  signal: AbortSignal
}

/**
 * Has LM Studio load the placed file with the context that the data need. By its own command the
 * very file is named, and the instance carries the model's key, so that later requests by that key
 * meet this instance; without the command, and where it is too old for it, over HTTP.
 *
 * @throws StepFailure: the memory guard, a crash, a version that is too old …
 */
export async function loadInStudio(
  { studio }: { studio: Studio },
  { deployment, signal, progress, save, log }: TargetContext
): Promise<string> {
  const { key, placedAt } = deployment
  if (key === null || placedAt === null) throw new Error('A model is loaded after it was indexed.')
  for (const instance of deployment.unload) {
    progress(null, `${instance} steps down first`)
    await unloadInstance(studio, instance)
  }
  await save({ unload: [] })
  const models = await modelsOf(studio)
  const model = models.find(({ id }) => id === key)
  if (!model) throw say.notListed(key)
  const contextLength = Math.min(deployment.contextLength, model.maxContext ?? Infinity)
  const ready = enough(model, contextLength)
  if (ready) {
    await save({ instanceId: ready.id })
    return `Was loaded before, ${sayContext(ready.contextLength ?? contextLength)}`
  }
  // Its own, with a smaller context: two of one model would take the memory twice.
  for (const { id } of model.instances) await unloadInstance(studio, id)
  progress(null, `Loading with a context of ${contextLength.toLocaleString('en-GB')} tokens`)
  const loading = { studio, model, placed: placedAt, contextLength, signal }
  const refused = await load(loading, log)
  if (refused) {
    throw await failureOf({ ...loading, refused, deployment, others: loadedBeside(models, key) })
  }
  const now = (await modelsOf(studio)).find(({ id }) => id === key)
  const instance = now && enough(now, 0)
  if (!instance) throw say.goneAgain(key)
  await save({ instanceId: instance.id })
  return sayContext(instance.contextLength ?? contextLength)
}

const sayContext = (tokens: number): string => `Context ${tokens.toLocaleString('en-GB')} tokens`

/** An instance that reads as much; of one that does not say how much, that is believed. */
function enough(
  { instances }: LmStudioModel,
  contextLength: number
): LmStudioModel['instances'][number] | undefined {
  return instances.find((one) => one.contextLength === null || one.contextLength >= contextLength)
}

export type Refusal = { why: WhyRefused; words: string }

async function load(loading: Loading, log: (line: string) => void): Promise<Refusal | null> {
  const { studio, model, placed, contextLength, signal } = loading
  const { home } = studio
  if (home?.lms != null) {
    const relative = path.relative(home.modelsFolder, placed).split(path.sep).join('/')
    const { ok, text } = await runLms({
      lms: home.lms,
      args: [
        ...['load', '--exact', relative, '--local', '-y'],
        ...['--identifier', model.id, '--context-length', String(contextLength)]
      ],
      timeoutMs: LOAD_TIMEOUT_MS,
      signal
    })
    signal.throwIfAborted()
    log(text.trim())
    if (ok) return null
    const refusal = refusalIn(text)
    // An older command does not know these options; HTTP may still do.
    if (!/unknown option|too many arguments/i.test(text)) return refusal
  }
  return loadOverHttp(loading)
}

function refusalIn(text: string): Refusal {
  const words = text.replace(/^.*?Failed to load the model: */is, '').trim()
  return { why: whyRefused({ status: 500, body: { error: words } }), words }
}

const Loaded = z.object({ status: z.literal('loaded') })

async function loadOverHttp({ studio, model, contextLength }: Loading): Promise<Refusal | null> {
  const { root, token } = studio
  const answer = await ask({
    root,
    token,
    path: '/api/v1/models/load',
    body: { model: model.id, context_length: contextLength },
    timeoutMs: LOAD_TIMEOUT_MS
  })
  if (!answer.answered) throw say.wentAway(model.id, answer.cause)
  if (Loaded.safeParse(answer.body).success) return null
  const words = complaintIn(answer.body) ?? ''
  return { why: isUnknownRoute(answer) ? 'tooOld' : whyRefused(answer), words }
}

async function failureOf(
  options: Loading & {
    refused: Refusal
    deployment: TargetContext['deployment']
    others: ReturnType<typeof loadedBeside>
  }
): Promise<AppError> {
  const { studio, refused, placed, deployment } = options
  const { name } = deployment
  switch (refused.why) {
    case 'token':
      return withRepairs(studio.token === null ? tokenNeeded() : tokenRefused(), [
        { kind: 'enterToken' },
        RETRY
      ])
    case 'guarded':
      return say.guarded(options)
    case 'crashed':
      return say.crashed({ name, placed, words: refused.words })
    case 'unknown':
      return say.notListed(options.model.id)
    case 'tooOld':
      return say.tooOld({ name, placed })
    case 'other':
      return /out of memory|not enough memory|failed to allocate|insufficient memory/i.test(
        refused.words
      )
        ? say.guarded(options)
        : say.refused({ name, placed, words: refused.words })
  }
}
