import type { ServerState, ServerStatus } from '@contract/generation'
import { AppError, toAppError } from '../../app-error'
import type { Server } from './server'

/** What a look at a server found; its `error` is still one to throw. */
export type ServerLook = Omit<ServerStatus, 'error'> & { error: AppError | null }

/** One look at a server that speaks the OpenAI way: whether it answers, and its models. */
export async function lookAtServer(options: {
  /** Empty while no address is given. */
  baseUrl: string
  token: string | null
  connect: () => Server
}): Promise<ServerLook> {
  const { baseUrl, token, connect } = options
  const startedAt = performance.now()
  const look = (found: Pick<ServerLook, 'state'> & Partial<ServerLook>): ServerLook => ({
    server: 'other',
    address: baseUrl,
    models: [],
    error: null,
    loadsOnDemand: null,
    modelsFolder: null,
    elapsedMs: Math.round(performance.now() - startedAt),
    ...found
  })
  if (baseUrl === '') return look({ state: 'notSet', error: notSet() })
  try {
    const ids = await connect().listModels()
    if (ids.length === 0) return look({ state: 'nothingLoaded', error: noModels(baseUrl) })
    const models = ids.map((id) => ({ id, name: id, detail: '', loaded: null, sizeBytes: null }))
    return look({ state: 'ready', models })
  } catch (thrown) {
    const error = here(toAppError(thrown))
    return look({ state: stateOf(error, token), error })
  }
}

function stateOf({ code, message }: AppError, token: string | null): ServerState {
  if (code === 'engine_unauthorized') return token === null ? 'tokenNeeded' : 'tokenRefused'
  // Something that answers in another way is no server that is off.
  return code === 'engine_unreachable' && !message.startsWith('Something answers')
    ? 'notRunning'
    : 'failed'
}

/** On the page where addresses and tokens are entered, the way there leads nowhere. */
function here(error: AppError): AppError {
  const { code, message, detail, remedy } = error
  const action = code === 'engine_unauthorized' ? ('enter-token' as const) : ('retry' as const)
  return AppError.fromEnvelope({
    code,
    message,
    detail,
    remedy: { text: remedy?.text ?? '', action }
  })
}

const notSet = (): AppError =>
  new AppError({
    code: 'engine_unreachable',
    message: 'No other server has an address yet.',
    remedy: { text: 'Enter one in the engine settings.', action: 'open-engine-settings' }
  })

const noModels = (baseUrl: string): AppError =>
  new AppError({
    code: 'engine_no_model',
    message: `The server at ${baseUrl} answers, but offers no model.`,
    remedy: { text: 'Load one there, then check again.', action: 'retry' }
  })
