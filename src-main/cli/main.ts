import { parseArgs } from 'node:util'
import { toAppError } from '../app-error'
import { pythonCommand } from './python'
import { say } from './terminal'
import { tourCommand } from './tour/tour'

const HELP = `understudy <command>

  tour [--out DIR] [--preset gentle|recommended|strong]
                     the whole loop, headless: persona, drafts, rankings, training, export, proof
  python [status]    the state of the training environment
  python build [--repair CHECK] [--from-bundle PATH]
                     builds or repairs it; from a bundle, without a network
  python bundle PATH makes an offline bundle: a folder, or one file where PATH ends in .tar
  python test        asks the package sources for what a build needs
  python list        the environments on this computer, with their sizes
  python remove NAME deletes one of them`

const commands: Record<string, (args: string[]) => Promise<number>> = {
  tour: tourCommand,
  python: pythonCommand
}

/** The terminal face: the same services as the window. Exit code 0 only when all went well. */
async function main(): Promise<number> {
  const { positionals } = parseArgs({ args: process.argv.slice(2), strict: false })
  const [name = 'help'] = positionals.map(String)
  const command = commands[name]
  if (!command) {
    say(HELP)
    return name === 'help' ? 0 : 2
  }
  try {
    return await command(process.argv.slice(process.argv.indexOf(name) + 1))
  } catch (thrown) {
    if (isUsage(thrown)) {
      say(`${thrown.message}\n\n${HELP}`)
      return 2
    }
    const error = toAppError(thrown)
    say(`\n${error.message}`)
    if (error.remedy) say(error.remedy.text)
    if (error.detail) say(`\n${error.detail}`)
    return 1
  }
}

/** An option that no command knows: thrown by Node's own parser. */
const isUsage = (thrown: unknown): thrown is Error =>
  thrown instanceof Error && 'code' in thrown && String(thrown.code).startsWith('ERR_PARSE_ARGS')

process.exitCode = await main()
