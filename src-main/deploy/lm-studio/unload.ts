import { ask, complaintIn, isUnknownRoute } from '../../generation/lm-studio/ask'
import { AppError } from '../../app-error'
import { runLms } from './lms'
import type { Studio } from './studio'

const UNLOAD_TIMEOUT_MS = 30_000

/**
 * Takes one instance from LM Studio's memory; one that is not there is as good as unloaded.
 * @throws AppError `engine_refused`, `engine_unreachable`
 */
export async function unloadInstance(studio: Studio, instanceId: string): Promise<void> {
  const { root, token, home } = studio
  const answer = await ask({
    root,
    token,
    path: '/api/v1/models/unload',
    body: { instance_id: instanceId },
    timeoutMs: UNLOAD_TIMEOUT_MS
  })
  if (!answer.answered) throw notUnloaded(instanceId, 'it did not answer', answer.cause)
  const words = complaintIn(answer.body)
  if (words === null || /not loaded|model_not_found/i.test(JSON.stringify(answer.body))) return
  if (home?.lms != null && isUnknownRoute(answer)) {
    const args = ['unload', instanceId]
    const { ok, text } = await runLms({ lms: home.lms, args, timeoutMs: UNLOAD_TIMEOUT_MS })
    if (ok) return
    throw notUnloaded(instanceId, text.trim().slice(0, 200))
  }
  throw notUnloaded(instanceId, words.slice(0, 200))
}

const notUnloaded = (instanceId: string, why: string, cause?: unknown): AppError =>
  new AppError({
    code: 'engine_refused',
    message: `LM Studio did not unload “${instanceId}”: ${why}. Nothing else was changed.`,
    remedy: { text: 'Unload it in LM Studio’s own window, then go on.', action: 'retry' },
    ...(cause === undefined ? {} : { cause })
  })
