import type { ServerName, ServerState, ServerStatus, WriterChoice } from '@contract/generation'
import type { Option } from '../../ui/Select'
import { writerOptions } from '../../ui/writers'

export const serverNames = {
  lmstudio: 'LM Studio',
  other: 'Other server'
} as const satisfies Record<ServerName, string>

/** Why a server's models cannot be chosen, in the few words that fit a menu; null when they can. */
export const whyNot = ({ state, loadsOnDemand }: ServerStatus): string | null => {
  if (state === 'nothingLoaded' && loadsOnDemand === true) return null
  return reasons[state]
}

const reasons: Record<ServerState, string | null> = {
  ready: null,
  loading: null,
  notSet: 'No address yet',
  notInstalled: 'Not found on this computer',
  notRunning: 'Not running',
  serverOff: 'Its server is off',
  tokenNeeded: 'It wants a token',
  tokenRefused: 'It refused the token',
  nothingLoaded: 'No model is loaded',
  failed: 'It did not answer'
}

/** Every engine with its models, and one that has none to offer with the reason in their place. */
export const groupedOptions = (
  choices: readonly WriterChoice[],
  servers: readonly ServerStatus[]
): Option[] => [
  ...writerOptions(choices),
  ...servers.flatMap((status): Option[] => {
    const reason = whyNot(status)
    const offered = choices.some(
      ({ writer }) => writer.engine === 'openai' && writer.server === status.server
    )
    // Another server is nothing to miss until there is an address.
    if (reason === null || offered || (status.server === 'other' && status.state === 'notSet')) {
      return []
    }
    const group = serverNames[status.server]
    return [{ value: `${status.server} none`, label: reason, disabled: true, group }]
  })
]
