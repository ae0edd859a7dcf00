import fs from 'node:fs'
import path from 'node:path'
import { app } from 'electron'

export type AppPaths = {
  /** What belongs to the machine and not to a project: Python, base models, secrets. */
  dataDir: string
  /** What ships with the app: starter model, uv, converter. */
  resourcesDir: string
  trainerDir: string
  rendererDir: string
  preload: string
  llamaHost: string
}

/** `UNDERSTUDY_HOME` gives a window a data folder of its own, apart from the person's. */
export function moveDataFolder(): void {
  const home = process.env['UNDERSTUDY_HOME']
  if (home) app.setPath('userData', path.resolve(home))
}

/** Where everything lies, packaged or not. */
export function appPaths(): AppPaths {
  const root = app.getAppPath()
  const shipped = app.isPackaged ? process.resourcesPath : root
  const dataDir = app.getPath('userData')
  return {
    dataDir,
    resourcesDir: path.join(shipped, 'resources'),
    trainerDir: path.join(shipped, 'python-env'),
    rendererDir: path.join(root, 'out', 'renderer'),
    preload: path.join(root, 'out', 'preload', 'index.cjs'),
    llamaHost: path.join(root, 'out', 'main', 'llama-host.js')
  }
}

/**
 * The project that opens at the start: `--project DIR`, else the one that was chosen last and is
 * still there, else the person's own.
 */
export function projectToOpen(last: string | null): string {
  const own = path.join(app.getPath('userData'), 'projects', 'My voice')
  return option('--project') ?? (last !== null && fs.existsSync(last) ? last : own)
}

/** `--empty` leaves the sample out of a project that is made. */
export const startsEmpty = (): boolean => process.argv.includes('--empty')

function option(name: string): string | null {
  const index = process.argv.indexOf(name)
  const value = index === -1 ? undefined : process.argv[index + 1]
  return value === undefined ? null : path.resolve(value)
}
