import { parseArgs } from 'node:util'
import type { ErrorCode } from '@contract/errors'
import { toAppError } from '../app-error'
import { pythonCommand } from './python'
import { runsCommand } from './runs'
import { complain, say } from './terminal'
import { tourCommand } from './tour/tour'
import { trainCommand } from './train'

const HELP = `understudy <command>

  tour [--out DIR] [--preset gentle|recommended|strong]
                     the whole loop, headless: persona, drafts, rankings, training, export, proof
  train --config FILE [--project DIR] [--json]
                     a run from its config file, to its end
  runs [--project DIR] [--json]
                     the runs of a project
  python [status]    the state of the training environment
  python build [--repair CHECK] [--from-bundle PATH]
                     builds or repairs it; from a bundle, without a network
  python bundle PATH makes an offline bundle: a folder, or one file where PATH ends in .tar
  python test        asks the package sources for what a build needs
  python list        the environments on this computer, with their sizes
  python remove NAME deletes one of them

Without --project: the project that the window had open last.
Exit codes: 0 all went well, 1 something failed, 2 the command was not understood, 3 stopped.`

const commands: Record<string, (args: string[]) => Promise<number>> = {
  tour: tourCommand,
  train: trainCommand,
  runs: runsCommand,
  python: pythonCommand
}

/** The terminal face: the same services as the window. */
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
    // Where other programs read the output, it holds nothing but objects.
    const tell = process.argv.includes('--json') ? complain : say
    tell(`\n${error.message}`)
    if (error.remedy) tell(error.remedy.text)
    if (error.detail) tell(`\n${error.detail}`)
    return exitCodes[error.code] ?? 1
  }
}

/** Of the failures that are not simply failures. */
const exitCodes: Partial<Record<ErrorCode, number>> = { invalid_input: 2, cancelled: 3 }

/** An option that no command knows: thrown by Node's own parser. */
const isUsage = (thrown: unknown): thrown is Error =>
  thrown instanceof Error && 'code' in thrown && String(thrown.code).startsWith('ERR_PARSE_ARGS')

process.exitCode = await main()
