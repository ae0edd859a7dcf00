import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { PythonCheckName, type SourceAnswer } from '@contract/python'
import type { App } from '../app'
import { AppError } from '../app-error'
import { createClient, type Client } from '../client'
import { openTerminalApp } from './open-app'
import { say, table } from './terminal'
import { watchJob } from './watch-job'

type Verb = (context: { app: App; call: Client; args: string[] }) => Promise<number>

const verbs: Record<string, Verb> = {
  status: ({ call }) => sayStatus(call),
  build,
  bundle,
  test: sources,
  list,
  remove
}

/** `understudy python <verb>`: the training environment, without a window. */
export async function pythonCommand(args: string[]): Promise<number> {
  const [name = 'status', ...rest] = args
  const verb = verbs[name]
  if (!verb) {
    throw new AppError({
      code: 'invalid_input',
      message: `There is no “understudy python ${name}”.`,
      remedy: { text: `There is: ${Object.keys(verbs).join(', ')}.` }
    })
  }
  // The environment belongs to no project, but its job is kept in one.
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'understudy-'))
  const app = await openTerminalApp({ projectDir: scratch })
  try {
    return await verb({ app, call: createClient(app.handlers), args: rest })
  } finally {
    await app.close()
    fs.rmSync(scratch, { recursive: true, force: true })
  }
}

async function build({ app, call, args }: Parameters<Verb>[0]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { 'from-bundle': { type: 'string' }, repair: { type: 'string' } }
  })
  const bundleAt = values['from-bundle']
  const { jobId } = await call('python.build', {
    bundle: bundleAt === undefined ? null : path.resolve(bundleAt),
    repair: values.repair === undefined ? null : checkNamed(values.repair)
  })
  await watchJob(app, jobId)
  return sayStatus(call)
}

function checkNamed(name: string): PythonCheckName {
  const { data } = PythonCheckName.safeParse(name)
  if (data !== undefined) return data
  throw new AppError({
    code: 'invalid_input',
    message: `There is no check “${name}”, so nothing was repaired.`,
    remedy: { text: `There is: ${PythonCheckName.options.join(', ')}.` }
  })
}

async function bundle({ app, call, args }: Parameters<Verb>[0]): Promise<number> {
  const { positionals } = parseArgs({ args, allowPositionals: true })
  const [target] = positionals
  if (target === undefined) throw nameMissing('python bundle PATH', 'where the bundle is to go')
  const { jobId } = await call('python.bundle', { path: path.resolve(target) })
  await watchJob(app, jobId)
  return 0
}

async function sources({ call }: Parameters<Verb>[0]): Promise<number> {
  const { packages, torch } = await call('python.testSources', {})
  say(`Packages: ${sayAnswer(packages)}`)
  say(`PyTorch:  ${sayAnswer(torch)}`)
  return packages.state === 'answered' && torch.state === 'answered' ? 0 : 1
}

const sayAnswer = (answer: SourceAnswer): string =>
  answer.state === 'answered'
    ? `${answer.found} from ${answer.host}, after ${(answer.elapsedMs / 1000).toFixed(1)} s`
    : `${answer.error.message} ${answer.error.remedy?.text ?? ''}`

async function list({ call }: Parameters<Verb>[0]): Promise<number> {
  const environments = await call('python.environments', {})
  if (environments.length === 0) say('No environment is on this computer.')
  say(
    table(
      environments.map(({ id, current, probe, bytes, freesBytes }) => [
        id,
        current ? 'in use by this version' : 'of another version',
        probe ? `PyTorch ${probe.torch}` : 'not whole',
        `${megabytes(bytes)}, removing frees ${megabytes(freesBytes)}`
      ])
    )
  )
  return 0
}

/** Deletes without a question: the name is the answer. */
async function remove({ call, args }: Parameters<Verb>[0]): Promise<number> {
  const { positionals } = parseArgs({ args, allowPositionals: true })
  const [id] = positionals
  if (id === undefined) throw nameMissing('python remove NAME', 'which one, as “python list” says')
  const { freedBytes } = await call('python.remove', { id })
  say(`Removed ${id}: ${megabytes(freedBytes)} are free again.`)
  return 0
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`

const nameMissing = (usage: string, what: string): AppError =>
  new AppError({
    code: 'invalid_input',
    message: `“understudy ${usage}” has to say ${what}. Nothing was done.`
  })

async function sayStatus(call: Client): Promise<number> {
  const status = await call('python.status', {})
  say(`\nPython for training: ${status.state}, in ${status.path}`)
  say(table(status.checks.map(({ title, state, detail }) => [title, state, detail])))
  return status.state === 'ready' ? 0 : 1
}
