import fs from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import type { App } from '../app'
import { AppError } from '../app-error'
import { dataDir, openTerminalApp } from './open-app'

/**
 * The app on the project that a command is about: the one named by `--project`, else the one that
 * the window had open last, else the person's own.
 *
 * @throws AppError `not_found` where there is no project, and as `createApp`
 */
export async function openProject(named: string | undefined): Promise<App> {
  const projectDir = named === undefined ? lastProject() : path.resolve(named)
  if (!fs.existsSync(path.join(projectDir, 'understudy.db'))) throw noProject(projectDir)
  return openTerminalApp({ projectDir })
}

const Chosen = z.object({ project: z.string().nullish() }).catch({})

function lastProject(): string {
  const home = dataDir()
  const own = path.join(home, 'projects', 'My voice')
  const file = path.join(home, 'window.json')
  if (!fs.existsSync(file)) return own
  const { project } = Chosen.parse(JSON.parse(fs.readFileSync(file, 'utf8')))
  return project != null && fs.existsSync(project) ? project : own
}

const noProject = (projectDir: string): AppError =>
  new AppError({
    code: 'not_found',
    message: `There is no project in ${projectDir}. Nothing was started.`,
    remedy: { text: 'Name the project’s folder with --project DIR.' }
  })
