import type { EngineStatus, ServerState } from '@contract/generation'

/** The writer's state in the few words that fit the sidebar. */
export const engineLine = (status: EngineStatus): string => {
  const { name, server } = status
  if (server !== null && status.state === 'failed') return `${name} ${serverWords[server]}`
  if (status.state === 'ready') return `${name} ready`
  if (status.state === 'idle')
    return server === 'loading' ? `${name} is loading` : `${name} at rest`
  switch (status.error.code) {
    case 'engine_no_model':
      return server === null && name !== 'Built-in writer'
        ? 'No writer yet'
        : `${name} has no model`
    case 'model_unreadable':
    case 'not_found':
      return `${name} lost its model`
    default:
      return `${name} stopped`
  }
}

/** Said of a server that cannot write now; one that is there lacks the chosen model. */
const serverWords: Record<ServerState, string> = {
  notSet: 'not set up',
  notInstalled: 'not found yet',
  notRunning: 'not running',
  serverOff: 'server is off',
  tokenNeeded: 'needs a token',
  tokenRefused: 'refuses token',
  nothingLoaded: 'has no model',
  loading: 'is loading',
  ready: 'lacks the model',
  failed: 'did not answer'
}
