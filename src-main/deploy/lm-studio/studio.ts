import { findLmStudioHome, type LmStudioHome } from '../../generation/lm-studio/home'
import type { LmStudioModel } from '../../generation/lm-studio/models'
import {
  isHere,
  lookAtLmStudio,
  type LmStudioLook,
  type LmStudioOptions
} from '../../generation/lm-studio/status'
import type { LoadedModel, Repair } from '@contract/deployments'
import { RETRY, withRepairs } from '../deployment/step-failure'

/** LM Studio as a deployment meets it: where it is, and its home where that is on this machine. */
export type Studio = LmStudioOptions & { home: LmStudioHome | null }

export function studioAt(options: LmStudioOptions): Studio {
  return { ...options, home: isHere(options.root) ? findLmStudioHome(options.userHome) : null }
}

const LISTING = new Set(['ready', 'loading', 'nothingLoaded'])

/** Whether it answers with its models, loaded or not. */
export const lists = ({ state }: LmStudioLook): boolean => LISTING.has(state)

/**
 * Its models, as it lists them now.
 * @throws StepFailure where its server is off, a token is missing, something else answers …
 */
export async function modelsOf(studio: Studio): Promise<LmStudioModel[]> {
  const look = await lookAtLmStudio(studio)
  if (lists(look) || look.error === null) return look.models
  throw withRepairs(look.error, repairsFor(look, studio))
}

function repairsFor({ state }: LmStudioLook, { home }: Studio): Repair[] {
  if (state === 'tokenNeeded' || state === 'tokenRefused') return [{ kind: 'enterToken' }, RETRY]
  const canStart = (state === 'serverOff' || state === 'notRunning') && home?.lms != null
  return canStart ? [{ kind: 'startServer' }, RETRY] : [RETRY]
}

/** What is in memory, but for one model. */
export function loadedBeside(models: readonly LmStudioModel[], key: string | null): LoadedModel[] {
  return models
    .filter(({ id }) => id !== key)
    .flatMap(({ instances, name, sizeBytes }) =>
      instances.map(({ id }) => ({ instanceId: id, name, sizeBytes }))
    )
}
