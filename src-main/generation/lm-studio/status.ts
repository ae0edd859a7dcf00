import type { ServerStatus } from '@contract/generation'
import type { AppError } from '../../app-error'
import { ask, complaintIn, isUnknownRoute, type Answer } from './ask'
import * as say from './errors'
import { findLmStudioHome, type LmStudioHome } from './home'
import { readModels, readOlderModels, type LmStudioModel } from './models'

export type LmStudioOptions = {
  /** Its address without a path. */
  root: string
  token: string | null
  /** The person's home folder, where LM Studio keeps its own. */
  userHome: string
}

/** What it is doing, and its models; nothing here throws. */
export type LmStudioLook = Omit<ServerStatus, 'models' | 'error'> & {
  models: LmStudioModel[]
  error: AppError | null
}

const LIST_TIMEOUT_MS = 4_000
const APP_TIMEOUT_MS = 400
/** Where the app listens when its file does not say. */
const USUAL_SERVICE_PORTS = [41343, 52993, 16141, 39414, 22931]

/** One look at LM Studio: its server, then, when that is silent, what its files tell of it. */
export async function lookAtLmStudio(options: LmStudioOptions): Promise<LmStudioLook> {
  const startedAt = performance.now()
  const { root, userHome } = options
  const home = isHere(root) ? findLmStudioHome(userHome) : null
  const found = await findState(options, home)
  return {
    server: 'lmstudio',
    address: root,
    models: [],
    error: null,
    loadsOnDemand: null,
    modelsFolder: home?.modelsFolder ?? null,
    ...found,
    elapsedMs: Math.round(performance.now() - startedAt)
  }
}

type Found = Pick<LmStudioLook, 'state'> & Partial<LmStudioLook>

async function findState(options: LmStudioOptions, home: LmStudioHome | null): Promise<Found> {
  const host = new URL(options.root).host
  const answer = await get(options, '/api/v1/models')
  if (!answer.answered) return unanswered({ ...options, host, home, answer })
  if (answer.status === 401 || answer.status === 403) {
    return options.token === null
      ? { state: 'tokenNeeded', error: say.tokenNeeded() }
      : { state: 'tokenRefused', error: say.tokenRefused() }
  }
  const models = readModels(answer.body)
  if (models) return withModels({ ...options, home, models })
  if (isUnknownRoute(answer)) return olderVersion({ ...options, host, home })
  const words = complaintIn(answer.body)
  return {
    state: 'failed',
    error: words === null ? say.notLmStudio(host) : say.complained(host, words)
  }
}

/** Before 0.4 there was another list; what has neither is something else. */
async function olderVersion(
  options: LmStudioOptions & { host: string; home: LmStudioHome | null }
): Promise<Found> {
  const answer = await get(options, '/api/v0/models')
  const models = answer.answered ? readOlderModels(answer.body) : null
  if (models) return withModels({ ...options, models })
  return { state: 'failed', error: say.notLmStudio(options.host) }
}

async function withModels(
  options: LmStudioOptions & { home: LmStudioHome | null; models: LmStudioModel[] }
): Promise<Found> {
  const { models, home } = options
  const loadsOnDemand = await asksToLoad(options)
  if (models.some(({ loaded }) => loaded)) return { state: 'ready', models, loadsOnDemand }
  if (await isLoading(options)) return { state: 'loading', models, loadsOnDemand }
  const error =
    models.length === 0
      ? say.noModels(home?.modelsFolder ?? null)
      : say.nothingLoaded(loadsOnDemand)
  return { state: 'nothingLoaded', models, loadsOnDemand, error }
}

/** A load in progress shows in the older list alone. */
async function isLoading(options: LmStudioOptions & { models: LmStudioModel[] }): Promise<boolean> {
  if (options.models.some(({ loading }) => loading)) return true
  const answer = await get(options, '/api/v0/models')
  const models = answer.answered ? readOlderModels(answer.body) : null
  return models?.some(({ loading }) => loading) ?? false
}

/** With loading on demand the OpenAI-style list has all downloads, else only what is loaded. */
async function asksToLoad(
  options: LmStudioOptions & { models: LmStudioModel[] }
): Promise<boolean | null> {
  const answer = await get(options, '/v1/models')
  const offered = answer.answered ? readOlderModels(answer.body) : null
  const resting = options.models.filter(({ loaded }) => !loaded)
  if (offered === null || resting.length === 0) return null
  return resting.some(({ id }) => offered.some((one) => one.id === id))
}

async function unanswered(
  options: LmStudioOptions & {
    host: string
    home: LmStudioHome | null
    answer: Extract<Answer, { answered: false }>
  }
): Promise<Found> {
  const { root, host, home, answer } = options
  const { why, cause } = answer
  if (!isHere(root)) return { state: 'notRunning', error: say.farAway(host, why, cause) }
  if (why === 'tooSlow') return { state: 'failed', error: say.tooSlow(host, cause) }
  if (!home) return { state: 'notInstalled', error: say.notInstalled() }
  const port = home.serverPort
  if (port !== null && String(port) !== new URL(root).port && (await greetsAt(port))) {
    return { state: 'failed', error: say.elsewhere(host, port) }
  }
  const canStart = home.lms !== null
  return (await isAppOpen(home))
    ? { state: 'serverOff', error: say.serverOff(host, canStart) }
    : { state: 'notRunning', error: say.notRunning(host, canStart) }
}

async function isAppOpen({ servicePorts }: LmStudioHome): Promise<boolean> {
  const ports = servicePorts.length > 0 ? servicePorts : USUAL_SERVICE_PORTS
  const answers = await Promise.all(ports.map((port) => askApp(port, '/lms-status')))
  return answers.some(
    (answer) => answer.answered && (servicePorts.length > 0 || answer.status === 200)
  )
}

/** Whether LM Studio's server is at this port of this machine. */
export async function greetsAt(port: number): Promise<boolean> {
  const answer = await askApp(port, '/lmstudio-greeting')
  const { body } = answer.answered ? answer : { body: null }
  return typeof body === 'object' && body !== null && 'lmstudio' in body && body.lmstudio === true
}

const askApp = (port: number, path: string): Promise<Answer> =>
  ask({ root: `http://127.0.0.1:${String(port)}`, path, token: null, timeoutMs: APP_TIMEOUT_MS })

const get = ({ root, token }: LmStudioOptions, path: string): Promise<Answer> =>
  ask({ root, token, path, timeoutMs: LIST_TIMEOUT_MS })

/** Whether the address is on this machine, so that its files tell more. */
export const isHere = (root: string): boolean =>
  /^(localhost|127(\.\d+){3}|\[::1\])$/.test(new URL(root).hostname)
