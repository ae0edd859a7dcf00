import fs from 'node:fs'
import path from 'node:path'
import { parseArgs } from 'node:util'
import type { Run } from '@contract/training'
import type { App } from '../app'
import { AppError, toAppError } from '../app-error'
import { createClient, type Client } from '../client'
import { openProject } from './open-project'
import { say } from './terminal'
import { watchJob } from './watch-job'

/**
 * `understudy train --config run.yaml [--project DIR] [--json]`: a run from its config file, to its
 * end. With `--json` every line is an object: the run, the trainer's events, and how it ended.
 */
export async function trainCommand(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      config: { type: 'string' },
      project: { type: 'string' },
      json: { type: 'boolean', default: false }
    }
  })
  const text = readConfig(values.config)
  const app = await openProject(values.project)
  try {
    const call = createClient(app.handlers)
    const run = await call('runs.startFromConfig', { text })
    return await (values.json ? tellAsJson({ app, call, run }) : tell({ app, call, run }))
  } finally {
    await app.close()
  }
}

type Started = { app: App; call: Client; run: Run }

async function tell({ app, call, run }: Started): Promise<number> {
  say(`\nRun ${String(run.number)} makes ${run.name} from ${run.baseModelName}.`)
  await watchJob(app, run.jobId)
  const { sentences } = await call('runs.verdict', { id: run.id })
  say(`\n${sentences.join(' ')}`)
  return 0
}

/** One object a line, for other programs; the exit code says the same as the last of them. */
async function tellAsJson({ app, call, run }: Started): Promise<number> {
  const line = (value: object): void => say(JSON.stringify(value))
  line({ type: 'run', id: run.id, number: run.number, name: run.name })
  const stopListening = app.events.listen(({ name, payload }) => {
    if (name === 'runs.events' && payload.runId === run.id) payload.events.forEach(line)
  })
  try {
    await watchJob(app, run.jobId, { quiet: true })
  } catch (thrown) {
    line({ type: 'failed', ...toAppError(thrown).toEnvelope() })
    throw thrown
  } finally {
    stopListening()
  }
  const { adapterId, rewardModelId } = await call('runs.get', { id: run.id })
  const { learned, sentences } = await call('runs.verdict', { id: run.id })
  line({ type: 'finished', adapterId, rewardModelId, learned, sentences })
  return 0
}

function readConfig(file: string | undefined): string {
  if (file === undefined) {
    throw new AppError({
      code: 'invalid_input',
      message: 'A run needs its config file. Nothing was started.',
      remedy: { text: 'Name it with --config run.yaml; each run has one in its folder.' }
    })
  }
  try {
    return fs.readFileSync(path.resolve(file), 'utf8')
  } catch (cause) {
    throw new AppError({
      code: 'invalid_input',
      message: `The config file ${file} could not be read. Nothing was started.`,
      remedy: { text: 'Name a file that is there.' },
      cause
    })
  }
}
