import type { EngineStatus, ServerName, ServerStatus, Writer } from '@contract/generation'
import { AppError, toAppError } from '../app-error'
import type { Generator } from './generator'

/** A GGUF that the embedded engine can load. */
export type EmbeddedModel = { id: string; name: string; detail: string }

type Options = {
  writer: () => Promise<Writer | null>
  embeddedModels: () => Promise<EmbeddedModel[]>
  embeddedGenerator: (modelId: string) => Promise<Generator>
  look: (server: ServerName) => Promise<Look>
}

type Look = Pick<ServerStatus, 'state' | 'models' | 'loadsOnDemand' | 'address'> & {
  error: AppError | null
}

/** The engine that writes now: whether it answers, and if not, why. Never fails. */
export async function engineStatus(options: Options): Promise<EngineStatus> {
  const writer = await options.writer()
  if (!writer) return { state: 'failed', name: 'No writer', server: null, error: noneYet() }
  return writer.engine === 'embedded'
    ? embedded({ ...options, modelId: writer.modelId })
    : served({ ...options, name: writer.server, model: writer.model })
}

async function embedded(options: Options & { modelId: string }): Promise<EngineStatus> {
  const engine = { name: 'Built-in writer', server: null }
  try {
    await options.embeddedGenerator(options.modelId)
    const model = (await options.embeddedModels()).find(({ id }) => id === options.modelId)
    return { state: 'ready', ...engine, detail: model?.name ?? '' }
  } catch (thrown) {
    return { state: 'failed', ...engine, error: toAppError(thrown).toEnvelope() }
  }
}

async function served(
  options: Options & { name: ServerName; model: string }
): Promise<EngineStatus> {
  const { name, model } = options
  const { state, models, error, loadsOnDemand, address } = await options.look(name)
  const engine = { name: nameOf(name, address), server: state }
  const failed = (why: AppError): EngineStatus => ({
    state: 'failed',
    ...engine,
    error: why.toEnvelope()
  })
  const listed = models.find(({ id }) => id === model)
  if (state === 'loading') return { state: 'idle', ...engine, detail: model }
  if (state === 'ready' || (state === 'nothingLoaded' && loadsOnDemand === true)) {
    if (!listed) return failed(notThere(engine.name, model))
    if (listed.loaded !== false) return { state: 'ready', ...engine, detail: listed.name }
    if (loadsOnDemand !== false) return { state: 'idle', ...engine, detail: listed.name }
    return failed(notLoaded(engine.name, listed.name))
  }
  return failed(error ?? notThere(engine.name, model))
}

/** How a server is called: by its name, or by its host. */
export const nameOf = (server: ServerName, address: string): string =>
  server === 'lmstudio' ? 'LM Studio' : (URL.parse(address)?.host ?? 'Another server')

const noneYet = (): AppError =>
  new AppError({
    code: 'engine_no_model',
    message: 'There is no model yet that could write.',
    remedy: { text: 'Connect LM Studio or another server.', action: 'open-engine-settings' }
  })

const notThere = (name: string, model: string): AppError =>
  new AppError({
    code: 'engine_no_model',
    message: `${name} has no model called “${model}” any more. Nothing was changed.`,
    remedy: { text: 'Choose another in the engine settings.', action: 'open-engine-settings' }
  })

const notLoaded = (name: string, model: string): AppError =>
  new AppError({
    code: 'engine_no_model',
    message: `“${model}” is not loaded in ${name}, which does not load models by itself.`,
    remedy: { text: 'Load it in the engine settings.', action: 'open-engine-settings' }
  })
