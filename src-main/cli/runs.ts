import { parseArgs } from 'node:util'
import type { Run } from '@contract/training'
import { createClient } from '../client'
import { openProject } from './open-project'
import { say, table } from './terminal'

/** `understudy runs [--project DIR] [--json]`: all runs of a project, newest first. */
export async function runsCommand(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: { project: { type: 'string' }, json: { type: 'boolean', default: false } }
  })
  const app = await openProject(values.project)
  try {
    const runs = await createClient(app.handlers)('runs.list', {})
    if (values.json) say(JSON.stringify(runs))
    else if (runs.length === 0) say('There are no runs in this project yet.')
    else say(table([HEAD, ...runs.map(rowOf)]))
    return 0
  } finally {
    await app.close()
  }
}

const HEAD = ['Run', 'Model', 'State', 'Eval loss', 'Pairs right', 'Begun']

function rowOf({ number, name, state, halt, sft, dpo, reward, createdAt }: Run): string[] {
  const last = dpo ?? reward ?? sft
  const accuracy = last?.preferenceAccuracy ?? null
  return [
    String(number),
    name,
    halt === 'paused' ? 'paused' : state.status,
    last?.heldOutLoss == null ? '–' : last.heldOutLoss.toFixed(3),
    accuracy === null ? '–' : `${String(Math.round(accuracy * 100))}%`,
    new Date(createdAt).toISOString().slice(0, 16).replace('T', ' ')
  ]
}
