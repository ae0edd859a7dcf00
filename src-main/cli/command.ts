import type { Command } from 'commander'
import type { App } from '../app'
import { createClient, type Client } from '../client'
import { openProject } from './open-project'
import { say } from './terminal'

/** What every command that works on a project is given. */
export type OnProject = {
  app: App
  call: Client
  /** The result, as JSON where that was asked for, else in words. */
  tell: (result: unknown, words: () => string) => void
  /** True where other programs read the output: no progress, no questions. */
  json: boolean
}

export type CommonOptions = { project?: string; json?: boolean }

/** Adds a command with the two options that all have. */
export function addCommand(
  parent: Command,
  name: string,
  summary: string,
  { isDefault = false } = {}
): Command {
  return parent
    .command(name, { isDefault })
    .description(summary)
    .option('--project <folder>', 'the project; else the one that the window had open last')
    .option('--json', 'the result as JSON, for other programs')
}

/**
 * Opens the project for one command and closes it after it, whichever way it ends. A project has one
 * writer: while the window has it open, this says so and does nothing.
 *
 * @throws AppError `not_found`, `project_in_use`, and whatever the work fails with
 */
export async function onProject(
  { project, json = false }: CommonOptions,
  work: (on: OnProject) => Promise<void>
): Promise<void> {
  const app = await openProject(project)
  try {
    await work({
      app,
      call: createClient(app.handlers),
      json,
      tell: (result, words) => say(json ? JSON.stringify(result) : words())
    })
  } finally {
    await app.close()
  }
}
