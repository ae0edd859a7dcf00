import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { z } from 'zod'
import { createApp, forkHost, type App } from '../app'
import { createEvents } from '../events'
import { secretsByPrefix, type Secrets } from '../secrets'

const root = path.resolve(import.meta.dirname, '..', '..')

/** The app without a window. Files lie where the build put them: `out/main/` beside `resources/`. */
export async function openTerminalApp({
  projectDir,
  withSample = false
}: {
  projectDir: string
  withSample?: boolean
}): Promise<App> {
  return createApp({
    projectDir,
    dataDir: dataDir(),
    resourcesDir: path.join(root, 'resources'),
    trainerDir: path.join(root, 'python-env'),
    spawnLlamaHost: () => forkHost(path.join(import.meta.dirname, 'llama-host.js')),
    secrets: secretsFromEnvironment(),
    appVersion: appVersion(),
    withSample,
    events: createEvents()
  })
}

/** The same folder that the window uses, so that Python is built once. */
export function dataDir(): string {
  const home = process.env['UNDERSTUDY_HOME']
  if (home) return path.resolve(home)
  switch (process.platform) {
    case 'darwin':
      return path.join(os.homedir(), 'Library', 'Application Support', 'Understudy')
    case 'win32':
      return path.join(process.env['APPDATA'] ?? os.homedir(), 'Understudy')
    default:
      return path.join(
        process.env['XDG_CONFIG_HOME'] ?? path.join(os.homedir(), '.config'),
        'Understudy'
      )
  }
}

/** The window's keychain is not the terminal's: here secrets come from variables. */
function secretsFromEnvironment(): Secrets {
  return secretsByPrefix({
    'server-token': process.env['UNDERSTUDY_SERVER_TOKEN'],
    'local-server-token': process.env['UNDERSTUDY_SERVE_TOKEN'],
    'python-index': process.env['UNDERSTUDY_INDEX_PASSWORD'],
    'python-torch': process.env['UNDERSTUDY_TORCH_PASSWORD'],
    'python-proxy': process.env['UNDERSTUDY_PROXY_PASSWORD']
  })
}

export function appVersion(): string {
  const manifest: unknown = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'))
  return z.object({ version: z.string() }).parse(manifest).version
}
