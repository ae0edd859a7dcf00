import fs from 'node:fs'
import path from 'node:path'
import { diskFull } from '../app-error'
import type { StepContext } from '../jobs/definition'
import { dropProbe, TORCH_VERSION, writeProbe, type Environment } from './environment'
import { findLinks } from './find-links'
import { probeEnvironment } from './probe'
import { runUv, type Uv } from './uv'

export type CheckContext = {
  environment: Environment
  /** The binary. */
  uv: string
  trainerDir: string
  env: NodeJS.ProcessEnv
}

export type RepairContext = Pick<StepContext<unknown>, 'signal' | 'progress' | 'log'>

/** uv's cache and the environment together, while both are new; links make it less where they work. */
const NEEDED_BYTES = 2.5e9

/** Installs torch apart from the lock, from pip's own find-links too: they may hold a smaller build. */
export async function installTorch(
  context: CheckContext,
  repair: RepairContext,
  more: readonly string[] = []
): Promise<void> {
  const { environment, env } = context
  assertSpace(environment)
  dropProbe(environment)
  const links = await findLinks(environmentBase(environment), env)
  await runUv(
    withUv(context, links === '' ? {} : { UV_FIND_LINKS: links }),
    ['pip', 'install', '--python', environment.python, `torch==${TORCH_VERSION}`, ...more],
    { ...repair, what: 'PyTorch' }
  )
}

export async function installPackages(
  context: CheckContext,
  repair: RepairContext,
  more: readonly string[] = []
): Promise<void> {
  const { environment } = context
  const what = 'The training packages'
  dropProbe(environment)
  await runUv(withUv(context), [...lockedPackages(environment), ...more], { ...repair, what })
  const check = ['pip', 'check', '--python', environment.python]
  await runUv(withUv(context), check, { ...repair, what })
}

/** All is there by name and version, yet does not load: a file is damaged, so all come anew. */
export async function reinstall(context: CheckContext, repair: RepairContext): Promise<void> {
  repair.progress(null, 'Something does not load; installing all packages anew')
  await installTorch(context, repair, ['--reinstall'])
  await installPackages(context, repair, ['--reinstall'])
}

/** Loads and measures everything; the environment is whole once this has passed. */
export async function probe(
  { environment, trainerDir, env }: CheckContext,
  { signal, progress }: RepairContext
): Promise<void> {
  progress(null, 'Loading every package once, and measuring this computer')
  writeProbe(environment, await probeEnvironment({ environment, trainerDir, env, signal }))
}

/** `--no-deps`: torch is no part of the lock, and has no hash in it. */
export const lockedPackages = ({ python, requirements }: Environment): string[] => [
  ...['pip', 'install', '--no-deps', '--require-hashes'],
  ...['--python', python, '-r', requirements]
]

/** uv may bring no Python of its own: what runs here is what the person installed. */
export const withUv = ({ uv, env }: CheckContext, more: NodeJS.ProcessEnv = {}): Uv => ({
  uv,
  env: { ...env, UV_PYTHON_DOWNLOADS: 'never', UV_NO_PROGRESS: '1', ...more }
})

/** The system's Python that the environment was made from: it has pip, the environment has not. */
function environmentBase({ dir, python }: Environment): string {
  const config = fs.readFileSync(path.join(dir, 'pyvenv.cfg'), 'utf8')
  const home = /^home = (.+)$/m.exec(config)?.[1]
  return home === undefined ? python : path.join(home, 'python3')
}

function assertSpace({ dir }: Environment): void {
  const { bavail, bsize } = fs.statfsSync(path.dirname(dir))
  const free = bavail * bsize
  if (free >= NEEDED_BYTES) return
  const gigabytes = (free / 1e9).toFixed(1)
  throw diskFull(
    `${gigabytes} GB free`,
    `Setting Python up takes up to 2.5 GB, and ${gigabytes} GB are free. It`
  )
}
