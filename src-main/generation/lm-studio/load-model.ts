import { z } from 'zod'
import { AppError } from '../../app-error'
import { ask, complaintIn, isUnknownRoute } from './ask'
import { tokenNeeded, tokenRefused } from './errors'
import { lookAtLmStudio, type LmStudioLook, type LmStudioOptions } from './status'

type Options = LmStudioOptions & {
  /** The model's key, as LM Studio lists it. */
  model: string
  /** In tokens. */
  contextLength?: number | undefined
  timeoutMs?: number
}

/** A large model from a slow disk; Node's own fetch waits no longer than this for an answer. */
const LOAD_TIMEOUT_MS = 295_000
/**
 * Asked for on purpose: left out, LM Studio takes its own default, often 4,096, and persona and
 * topic with it can be longer. Twice that is enough for every draft and small enough to fit.
 */
const CONTEXT_TOKENS = 8192

const Loaded = z.object({ instance_id: z.string(), status: z.literal('loaded') })

/**
 * Has LM Studio load a model and waits until it has. One that is loaded is left alone: loading it
 * again would make a second copy in memory.
 *
 * @throws AppError with what LM Studio said: no such model, too little memory, a crash …
 */
export async function loadInLmStudio(options: Options): Promise<LmStudioLook> {
  const { root, token, model, timeoutMs = LOAD_TIMEOUT_MS } = options
  const before = await lookAtLmStudio(options)
  const listed = before.models.find(({ id }) => id === model)
  if (listed?.loaded === true) return before
  const wanted = options.contextLength ?? CONTEXT_TOKENS
  const answer = await ask({
    root,
    token,
    path: '/api/v1/models/load',
    body: { model, context_length: Math.min(wanted, listed?.maxContext ?? wanted) },
    timeoutMs
  })
  if (!answer.answered) {
    throw answer.why === 'tooSlow' ? tookTooLong(model, answer.cause) : gone(model, answer.cause)
  }
  if (Loaded.safeParse(answer.body).success) return lookAtLmStudio(options)
  throw refusal({ model, token, status: answer.status, body: answer.body })
}

type Refused = { model: string; token: string | null; status: number; body: unknown }

function refusal({ model, token, status, body }: Refused): AppError {
  const words = complaintIn(body) ?? ''
  const detail = `${String(status)} ${JSON.stringify(body)}`
  switch (whyRefused({ status, body })) {
    case 'token':
      return token === null ? tokenNeeded() : tokenRefused()
    case 'guarded':
      return guarded(model, words, detail)
    case 'crashed':
      return crashed(model, detail)
    case 'unknown':
      return unknown(model, detail)
    case 'tooOld':
      return tooOld(model, detail)
    case 'other':
      return notLoaded(model, words, detail)
  }
}

/** Why a load was refused. `unknown`: no such model; `tooOld`: a version without this route. */
export type WhyRefused = 'token' | 'guarded' | 'crashed' | 'unknown' | 'tooOld' | 'other'

/** LM Studio's own words decide first: the status differs from version to version. */
export function whyRefused({ status, body }: Pick<Refused, 'status' | 'body'>): WhyRefused {
  const words = complaintIn(body) ?? ''
  if (status === 401 || status === 403) return 'token'
  if (/insufficient system resources|loading was stopped/i.test(words)) return 'guarded'
  if (/has crashed|exit code/i.test(words)) return 'crashed'
  if (/not found|invalid model identifier/i.test(words)) return 'unknown'
  return isUnknownRoute({ status, body }) ? 'tooOld' : 'other'
}

const again = (text: string) => ({ text, action: 'retry' as const })

const guarded = (model: string, words: string, detail: string): AppError => {
  const needed = /approximately ([\d.,]+ ?[GM]B)/i.exec(words)?.[1]
  return new AppError({
    code: 'engine_refused',
    message: `LM Studio refused to load “${model}”: ${needed === undefined ? 'its memory guard does not let it' : `its memory guard counts ${needed} for it, more than is free`}. Nothing was changed.`,
    remedy: again(
      'A smaller context needs less memory. Or choose a smaller model, or loosen the guardrails in LM Studio’s settings.'
    ),
    detail
  })
}

const crashed = (model: string, detail: string): AppError =>
  new AppError({
    code: 'engine_crashed',
    message: `“${model}” crashed while LM Studio loaded it. The app and everything saved are unharmed.`,
    remedy: again('Try it once more, or choose another model: its file may be damaged.'),
    detail
  })

const unknown = (model: string, detail: string): AppError =>
  new AppError({
    code: 'engine_no_model',
    message: `LM Studio has no model called “${model}” any more. Nothing was changed.`,
    remedy: again('Choose one of the models that it lists.'),
    detail
  })

const tooOld = (model: string, detail: string): AppError =>
  new AppError({
    code: 'engine_refused',
    message: `This version of LM Studio cannot be told from outside to load “${model}”. Nothing was changed.`,
    remedy: again('Load it in LM Studio’s own window, or bring LM Studio up to version 0.4.'),
    detail
  })

const notLoaded = (model: string, words: string, detail: string): AppError =>
  new AppError({
    code: 'engine_refused',
    message: `LM Studio could not load “${model}”${words === '' ? '' : `: “${words.trim().slice(0, 300)}”`}. Nothing was changed.`,
    remedy: again('Try to load it in LM Studio’s own window, or choose another model.'),
    detail
  })

const tookTooLong = (model: string, cause: unknown): AppError =>
  new AppError({
    code: 'engine_unreachable',
    message: `LM Studio has not finished loading “${model}” in five minutes. It may still do so.`,
    remedy: again('Look at LM Studio’s own window, then check again.'),
    cause
  })

const gone = (model: string, cause: unknown): AppError =>
  new AppError({
    code: 'engine_unreachable',
    message: `LM Studio went away while it loaded “${model}”. The app and everything saved are unharmed.`,
    remedy: again('Check again what it is doing.'),
    cause
  })
