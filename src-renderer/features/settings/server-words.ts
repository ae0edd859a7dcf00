import type { ServerState, ServerStatus } from '@contract/generation'
import type { StatusKind } from '../../ui/Status'
import { count } from '../../ui/words'

type Words = { kind: StatusKind; text: string }

/** How a server is, beside its name. */
export const serverWords = ({ state, models, server }: ServerStatus): Words => {
  if (state === 'ready') return { kind: 'ok', text: `Connected, ${count(models.length, 'model')}` }
  if (state === 'nothingLoaded' && models.length === 0) {
    return { kind: 'warn', text: 'Connected, but it has no model' }
  }
  const words = notReady[state]
  return server === 'other' && state === 'notRunning' ? { ...words, text: 'Did not answer' } : words
}

const notReady: Record<Exclude<ServerState, 'ready'>, Words> = {
  notSet: { kind: 'none', text: 'No address yet' },
  notInstalled: { kind: 'none', text: 'Not found yet' },
  notRunning: { kind: 'stop', text: 'Not running' },
  serverOff: { kind: 'stop', text: 'Open, but its server is off' },
  tokenNeeded: { kind: 'warn', text: 'Asks for a token' },
  tokenRefused: { kind: 'stop', text: 'Refuses the token' },
  nothingLoaded: { kind: 'info', text: 'Connected, nothing loaded' },
  loading: { kind: 'working', text: 'Loading a model' },
  failed: { kind: 'stop', text: 'Cannot be used' }
}

/**
 * How loud its note is: what keeps the chosen writer from writing stops; an LM Studio that is merely
 * not there, while another writes, is for information.
 */
export const noteKind = (
  { state, loadsOnDemand, server }: ServerStatus,
  { chosen }: { chosen: boolean }
): 'info' | 'warn' | 'stop' => {
  if (state === 'nothingLoaded') return loadsOnDemand === true || !chosen ? 'info' : 'warn'
  return chosen || server === 'other' || (state !== 'notInstalled' && state !== 'notRunning')
    ? 'stop'
    : 'info'
}
