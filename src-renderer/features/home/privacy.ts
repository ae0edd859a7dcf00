import type { EngineSettings } from '@contract/generation'
import { hostOf, isThisComputer } from '../../ui/where'

/** What leaves this computer, by the settings: nothing, unless a server elsewhere writes. */
export const sayPrivacy = ({ writer, servers }: EngineSettings): string => {
  const baseUrl = writer?.engine === 'openai' ? servers[writer.server].baseUrl : ''
  if (isThisComputer(baseUrl)) return 'Nothing leaves this computer.'
  return `Personas and topics go to ${hostOf(baseUrl) ?? 'the server you chose'} to be written there; nothing else leaves this computer.`
}
