import tab from '@bomb.sh/tab/commander'
import { Command } from 'commander'
import { addAuthoringCommands, addImport } from './commands/authoring'
import { addDeliveringCommands } from './commands/delivering'
import { addProjectCommands } from './commands/project'
import { addRank } from './commands/ranking'
import { addTalkingCommands } from './commands/talking'
import { pythonCommand } from './python'
import { runsCommand } from './runs'
import { tourCommand } from './tour/tour'
import { trainCommand } from './train'
import { appVersion } from './open-app'

const ABOUT = `Your taste as a local model: personas, drafts, rankings, training, and a model that answers.

A command works on one project: --project DIR, else the one that the window had open last. While the window has it open the terminal leaves it alone and says so: a project has one writer.`

const AFTER = `
Exit codes: 0 all went well, 1 something failed, 2 the command was not understood, 3 stopped.
Completion for your shell: understudy complete zsh (or bash, fish, powershell), as its output says.

Examples:
  understudy init ./voice --sample
  understudy generate && understudy rank
  understudy train --config run.yaml
  understudy deploy "calm-engineer v2" --to lmstudio
  understudy chat --prompt "Fog at the pier"`

/** All commands of the terminal. Each is described where it is made. */
export function createProgram(): Command {
  const program = new Command('understudy')
    .description(ABOUT)
    .version(appVersion())
    .addHelpText('after', AFTER)
    .showHelpAfterError('(--help says what there is)')
    .exitOverride()

  program.commandsGroup('A project')
  addProjectCommands(program)
  program.commandsGroup('Author and judge')
  addAuthoringCommands(program)
  addRank(program)
  addImport(program)
  program.commandsGroup('Train')
  addOwnParser(program, {
    usage: 'train --config FILE [--project DIR] [--json]',
    summary: 'a run from its config file, to its end',
    act: trainCommand
  })
  addOwnParser(program, {
    usage: 'runs [--project DIR] [--json]',
    summary: 'the runs of a project, newest first',
    act: runsCommand
  })
  addOwnParser(program, {
    usage: 'python [status|build|bundle|test|list|remove] …',
    summary: 'the training environment: its state, building it, taking it along',
    act: pythonCommand
  })
  program.commandsGroup('Deliver')
  addDeliveringCommands(program)
  addTalkingCommands(program)
  program.commandsGroup('See it all')
  addOwnParser(program, {
    usage: 'tour [--out DIR] [--preset gentle|recommended|strong]',
    summary: 'the whole loop, headless and real, in a project of its own',
    act: tourCommand
  })
  tab(program)
  return program
}

/** A command that reads its own arguments; its exit code is what it returns. */
function addOwnParser(
  program: Command,
  options: { usage: string; summary: string; act: (args: string[]) => Promise<number> }
): void {
  const { usage, summary, act } = options
  const [name = '', ...rest] = usage.split(' ')
  program
    .command(name)
    .description(summary)
    .usage(rest.join(' '))
    .argument('[arguments...]')
    .allowUnknownOption()
    .allowExcessArguments()
    .action(async (args: string[]) => {
      process.exitCode = await act(args)
    })
}
