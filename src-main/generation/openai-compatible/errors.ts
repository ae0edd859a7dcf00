import OpenAI from 'openai'
import { AppError } from '../../app-error'

type Options = {
  thrown: unknown
  /** How the server is called in a sentence: “LM Studio”, “The server at …”. */
  who: string
  baseUrl: string
  token: string | null
  /** The model that was asked for; left out when the models were only listed. */
  model?: string
  timeoutMs: number
}

/**
 * Tells a server's failure in a sentence of its own. Servers agree on little: an `error` may be an
 * object or a bare string, come with any status, or in the middle of a stream, so that their own
 * words decide first. The bodies of LM Studio and Ollama that this knows are in the tests.
 */
export function toServerError(options: Options): AppError {
  const { thrown, who, baseUrl, token, timeoutMs } = options
  const known = appErrorIn(thrown)
  if (known) return known
  if (thrown instanceof OpenAI.APIConnectionTimeoutError) return tooSlow({ who, timeoutMs })
  if (thrown instanceof OpenAI.APIConnectionError) return unreachable(baseUrl, thrown)
  if (!(thrown instanceof OpenAI.APIError)) return brokeOff(who, thrown)
  if (thrown.status === 401 || thrown.status === 403) return unauthorized({ who, token, thrown })
  const words = wordsOf(thrown)
  const said = SAYINGS.find(({ pattern }) => pattern.test(words))
  if (said) return said.error({ ...options, words })
  if (thrown.code === 'model_not_found') return unknownModel({ ...options, words })
  if (thrown.status === 404) return notOpenAiStyle(baseUrl, thrown)
  return refused({ ...options, words })
}

type Said = Options & { words: string }

const SAYINGS: { pattern: RegExp; error: (said: Said) => AppError }[] = [
  { pattern: /unexpected endpoint or method/i, error: (said) => notOpenAiStyle(said.baseUrl) },
  { pattern: /no models? (is |are )?loaded/i, error: (said) => noModelLoaded(said) },
  { pattern: /multiple models are loaded/i, error: (said) => severalLoaded(said) },
  { pattern: /insufficient system resources|loading was stopped/i, error: (said) => guarded(said) },
  { pattern: /has crashed|crashed without|exit code/i, error: (said) => serverCrashed(said) },
  {
    pattern: /context (length|size|window)|tokens to keep|maximum context|exceeds the available/i,
    error: (said) => tooLong(said)
  },
  {
    pattern: /invalid model identifier|model .*(not found|does not exist|is not available)/i,
    error: (said) => unknownModel(said)
  },
  { pattern: /failed to load/i, error: (said) => notLoaded(said) },
  {
    pattern: /api (key|token)|unauthorized/i,
    error: (said) => unauthorized(said)
  }
]

/** The client wraps what its fetch throws; an error that is already a sentence stays as it is. */
function appErrorIn(thrown: unknown): AppError | null {
  if (thrown instanceof AppError) return thrown
  return thrown instanceof Error ? appErrorIn(thrown.cause) : null
}

function wordsOf(thrown: { error: unknown; message: string }): string {
  const body = thrown.error
  if (typeof body === 'string') return body
  if (typeof body === 'object' && body !== null && 'message' in body) return String(body.message)
  return thrown.message
}

const settings = (text: string) => ({ text, action: 'open-engine-settings' as const })
const again = (text: string) => ({ text, action: 'retry' as const })
const quoted = (words: string): string => `“${words.trim().slice(0, 300)}”`

const unreachable = (baseUrl: string, cause: unknown): AppError => {
  const { hostname, port, protocol } = new URL(baseUrl)
  const at = port || (protocol === 'https:' ? '443' : '80')
  const unknownHost = /ENOTFOUND|EAI_AGAIN/.test(codeIn(cause) ?? '')
  return new AppError({
    code: 'engine_unreachable',
    message: unknownHost
      ? `There is no computer called ${hostname} in this network. Everything saved is unharmed.`
      : `${hostname} refused the connection on port ${at}. Everything saved is unharmed.`,
    remedy: settings(
      unknownHost
        ? 'Check the address, and that this computer is in the same network.'
        : 'Nothing listens there. Start the server, or check the port.'
    ),
    cause
  })
}

/** Node wraps the system's error, more than once. */
function codeIn(thrown: unknown): string | null {
  if (!(thrown instanceof Error)) return null
  if ('code' in thrown && typeof thrown.code === 'string') return thrown.code
  return codeIn(thrown.cause)
}

const tooSlow = ({ who, timeoutMs }: { who: string; timeoutMs: number }): AppError =>
  new AppError({
    code: 'engine_unreachable',
    message: `${who} did not answer within ${Math.ceil(timeoutMs / 1000)} seconds. Everything saved is unharmed.`,
    remedy: again('See whether it is still loading a model, then try again.')
  })

export const notOpenAiStyle = (baseUrl: string, cause?: unknown): AppError =>
  new AppError({
    code: 'engine_unreachable',
    message: `Something answers at ${baseUrl}, but not in the way of an OpenAI-style server. Nothing was changed.`,
    remedy: settings('Check the address: it usually ends in /v1, as in http://127.0.0.1:1234/v1.'),
    ...(cause === undefined ? {} : { cause })
  })

const unauthorized = ({
  who,
  token,
  thrown
}: Pick<Options, 'who' | 'token' | 'thrown'>): AppError =>
  new AppError({
    code: 'engine_unauthorized',
    message:
      token === null
        ? `${who} asks for a token, and none is saved. Nothing was changed.`
        : `${who} does not accept the saved token. Nothing was changed.`,
    remedy: settings('Copy a token from its own settings into the engine settings.'),
    cause: thrown
  })

const noModelLoaded = ({ who, thrown }: Said): AppError =>
  new AppError({
    code: 'engine_no_model',
    message: `${who} has no model loaded. Nothing was changed.`,
    remedy: settings('Load one there, or from the engine settings.'),
    cause: thrown
  })

const severalLoaded = ({ who, thrown }: Said): AppError =>
  new AppError({
    code: 'engine_no_model',
    message: `${who} has several models loaded and does not know which is meant. Nothing was changed.`,
    remedy: settings('Choose one of them in the engine settings.'),
    cause: thrown
  })

const unknownModel = ({ who, model, thrown }: Said): AppError =>
  new AppError({
    code: 'engine_no_model',
    message: `${who} has no model called “${model ?? ''}”. Nothing was changed.`,
    remedy: settings('Choose one of its models in the engine settings.'),
    cause: thrown
  })

const guarded = ({ who, words, thrown }: Said): AppError => {
  const needed = /approximately ([\d.,]+ ?[GM]B)/i.exec(words)?.[1]
  return new AppError({
    code: 'engine_refused',
    message: `${who} refused to load the model: ${needed === undefined ? 'it needs more memory than may be used there' : `it needs about ${needed} of memory, more than may be used there`}. Nothing was changed.`,
    remedy: again(
      'Choose a smaller model, or loosen the loading guardrails in the server’s settings.'
    ),
    cause: thrown
  })
}

const notLoaded = ({ who, model, words, thrown }: Said): AppError =>
  new AppError({
    code: 'engine_refused',
    message: `${who} could not load “${model ?? 'the model'}”: ${quoted(words)}. Nothing was changed.`,
    remedy: settings('Try to load it in the server’s own window, or choose another model.'),
    cause: thrown
  })

const serverCrashed = ({ who, thrown }: Said): AppError =>
  new AppError({
    code: 'engine_crashed',
    message: `${who} says that the model has crashed. The app and your rankings are unharmed.`,
    remedy: again('Load the model there again, then write the drafts again.'),
    cause: thrown
  })

const tooLong = ({ thrown }: Said): AppError =>
  new AppError({
    code: 'engine_refused',
    message:
      'Persona and topic together are longer than the model can read on that server. Nothing was changed.',
    remedy: again('Load the model there with a larger context length, or shorten the topic.'),
    cause: thrown
  })

const refused = ({ who, words, thrown }: Said): AppError =>
  new AppError({
    code: 'engine_refused',
    message: `${who} refused to write: ${quoted(words)}. Everything saved is unharmed.`,
    remedy: again('Look at the server’s own log, then try again.'),
    cause: thrown
  })

const brokeOff = (who: string, cause: unknown): AppError =>
  new AppError({
    code: 'engine_crashed',
    message: `${who} broke off in the middle of a draft. The app and your rankings are unharmed.`,
    remedy: again('See whether the server still runs, then write the drafts again.'),
    cause
  })
