import type { EngineSettings, Writer } from '@contract/generation'
import { figure } from '../../ui/words'
import { isThisComputer } from '../../ui/where'

/** “412”; `unknown` where the engine does not count. */
export const sayTokens = (tokens: number | null): string =>
  tokens === null ? 'unknown' : figure(tokens)

/** What the writer costs: nothing where it runs on this computer, else nobody here knows. */
export const sayMoney = (writer: Writer, servers: EngineSettings['servers']): string => {
  const here = writer.engine === 'embedded' || isThisComputer(servers[writer.server].baseUrl)
  return here ? 'none, it runs here' : 'what its server charges'
}
