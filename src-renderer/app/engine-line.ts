import type { EngineStatus } from '@contract/generation'

/** The writer's state in the few words that fit the sidebar. */
export const engineLine = (status: EngineStatus): string => {
  const { name } = status
  if (status.state === 'ready') return `${name} is ready`
  if (status.state === 'idle') return `${name} is at rest`
  switch (status.error.code) {
    case 'engine_unreachable':
      return `${name} did not answer`
    case 'engine_unauthorized':
      return `${name} refused the token`
    case 'engine_no_model':
      return `${name} has no model`
    default:
      return `${name} stopped`
  }
}
