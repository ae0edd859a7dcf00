import fs from 'node:fs'
import path from 'node:path'
import type { Command } from 'commander'
import { AppError } from '../../app-error'
import { createClient } from '../../client'
import { openTerminalApp } from '../open-app'
import { complain, say, table } from '../terminal'
import { addCommand, onProject, type CommonOptions } from '../command'

/** `init` and `doctor`: a project, and whether all is there that it needs. */
export function addProjectCommands(program: Command): void {
  program
    .command('init')
    .description('make a project: a folder that holds everything')
    .argument('<folder>', 'made where it is not there; must be empty')
    .option('--sample', 'with three personas and finished drafts to begin with')
    .option('--json', 'the result as JSON, for other programs')
    .action(init)

  addCommand(
    program,
    'doctor',
    'look at everything that writing, training and loading need'
  ).action((options: CommonOptions) => doctor(options))
}

async function init(folder: string, options: { sample?: boolean; json?: boolean }): Promise<void> {
  const projectDir = path.resolve(folder)
  if (fs.existsSync(projectDir) && fs.readdirSync(projectDir).length > 0) throw notEmpty(projectDir)
  const app = await openTerminalApp({ projectDir, withSample: options.sample === true })
  const personas = await createClient(app.handlers)('personas.list', {})
  await app.close()
  if (options.json === true) say(JSON.stringify({ project: projectDir, personas: personas.length }))
  else say(`The project is in ${projectDir}. Next: understudy personas add NAME --description TEXT`)
}

type Finding = { name: string; ok: boolean; detail: string; next: string | null }

/** Exit code 1 when something does not work that was set up to. */
async function doctor(options: CommonOptions): Promise<void> {
  await onProject(options, async ({ call, tell }) => {
    const python = await call('python.status', {})
    const engine = await call('engines.status', {})
    const models = await call('models.list', {})
    const studio = await call('engines.serverStatus', { server: 'lmstudio' })
    const missing = models.filter((model) => model.missing)
    const findings: Finding[] = [
      {
        name: 'Writer',
        ok: engine.state !== 'failed',
        detail:
          engine.state === 'failed' ? engine.error.message : `${engine.name}: ${engine.detail}`,
        next: engine.state === 'failed' ? (engine.error.remedy?.text ?? null) : null
      },
      {
        name: 'Python',
        ok: python.state === 'ready',
        detail: `${python.state}, in ${python.path}`,
        next: python.state === 'ready' ? null : 'understudy python build'
      },
      {
        name: 'LM Studio',
        // Nobody has to have it.
        ok: true,
        detail: studio.error?.message ?? `ready at ${studio.address}`,
        next: studio.error?.remedy?.text ?? null
      },
      {
        name: 'Models',
        ok: missing.length === 0,
        detail:
          missing.length === 0
            ? `${String(models.length)} known, all in their places`
            : `gone from their places: ${missing.map(({ name }) => name).join(', ')}`,
        next:
          missing.length === 0 ? null : 'Put the files back, or delete the models in the window.'
      }
    ]
    tell({ findings }, () =>
      table(findings.map(({ name, ok, detail }) => [name, ok ? 'well' : 'wrong', detail]))
    )
    for (const { name, next } of findings) {
      if (next !== null && options.json !== true) complain(`  ${name}: ${next}`)
    }
    if (findings.some(({ ok }) => !ok)) process.exitCode = 1
  })
}

const notEmpty = (folder: string): AppError =>
  new AppError({
    code: 'conflict',
    message: `${folder} is not empty, so no project was made there. Nothing was changed.`,
    remedy: { text: 'Name a folder that is empty or not there yet.' }
  })
