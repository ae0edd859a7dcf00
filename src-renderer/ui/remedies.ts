import type { ErrorEnvelope, RemedyAction } from '@contract/errors'
import { call } from '../bridge'

/** What an error's button does: it leads somewhere, or does the deed where the error stands. */
export type Remedy =
  | { kind: 'place'; label: string; href: string }
  | {
      kind: 'deed'
      label: string
      /** What the button says meanwhile. */
      working: string
      /** Null when it worked, else what went wrong now. */
      act: () => Promise<ErrorEnvelope | null>
    }

/** Trying again is not among them: only what failed knows how to do that. */
export const remedies: Record<Exclude<RemedyAction, 'retry'>, Remedy> = {
  'open-engine-settings': place('Open engine settings', '/settings/engines'),
  'open-python-settings': place('Open Python settings', '/settings/python'),
  'add-topics': place('Add topics', '/personas'),
  rank: place('Rank drafts', '/rank'),
  // Which model, and which token, is chosen where the servers are.
  'load-model': place('Choose a model to load', '/settings/engines'),
  'enter-token': place('Enter the token', '/settings/engines'),
  'open-base-models': place('Open base models', '/models/add'),
  'start-server': {
    kind: 'deed',
    label: 'Start the server',
    working: 'Starting',
    // It fails when the server could not be started; what it answers is how the server then is.
    act: async () => {
      await call('engines.startServer', {})
      return null
    }
  },
  'choose-project': {
    kind: 'deed',
    label: 'Choose another folder',
    working: 'Opening',
    act: async () => {
      const project = await call('project.choose', {})
      return project.state === 'failed' ? project.error : null
    }
  }
}

function place(label: string, href: string): Remedy {
  return { kind: 'place', label, href }
}
