import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { createClient } from '../client'
import { openTerminalApp } from './open-app'
import { say, table } from './terminal'
import { watchJob } from './watch-job'

/** `understudy python [status|build]`: the training environment, without a window. */
export async function pythonCommand(args: string[]): Promise<number> {
  const [verb = 'status'] = args
  // The environment belongs to no project, but its job is kept in one.
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'understudy-'))
  const app = await openTerminalApp({ projectDir: scratch })
  try {
    const call = createClient(app.handlers)
    if (verb === 'build') await watchJob(app, (await call('python.build', {})).jobId)
    const status = await call('python.status', {})
    say(`\nPython for training: ${status.state}, in ${status.path}`)
    say(table(status.checks.map(({ title, state, detail }) => [title, state, detail])))
    return status.state === 'ready' ? 0 : 1
  } finally {
    await app.close()
    fs.rmSync(scratch, { recursive: true, force: true })
  }
}
