import fs from 'node:fs'
import path from 'node:path'
import { diskFull } from '../app-error'
import type { StepContext } from '../jobs/definition'
import { dropProbe, TORCH_VERSION, writeProbe, type CurrentEnvironment } from './environment'
import { findLinks } from './find-links'
import { hiderOf, torchNetwork, uvNetwork } from './network'
import { probeEnvironment } from './probe'
import type { OpenSources } from './sources'
import { runUv, type Uv } from './uv'

export type CheckContext = {
  environment: CurrentEnvironment
  /** The binary. */
  uv: string
  trainerDir: string
  env: NodeJS.ProcessEnv
  sources: () => Promise<OpenSources>
  /** What everything is installed from, instead of the network. */
  bundle: { dir: string; python: string } | null
  /** @throws AppError `conflict` while a process runs in the environment */
  assertUnused: () => Promise<void>
}

export type RepairContext = Pick<StepContext<unknown>, 'signal' | 'progress' | 'log'>

/** uv's cache and the environment together, while both are new; links make it less where they work. */
const NEEDED_BYTES = 2.5e9

/** How much is taken for good: `fetch` not even uv's cache, which may share a damaged file by a link. */
export type Anew = 'no' | 'install' | 'fetch'

const ANEW: Readonly<Record<Anew, readonly string[]>> = {
  no: [],
  install: ['--reinstall'],
  fetch: ['--reinstall', '--no-cache']
}

/** Installs torch apart from the lock, from pip's own find-links too: they may hold a smaller build. */
export async function installTorch(
  context: CheckContext,
  repair: RepairContext,
  { anew }: { anew: Anew }
): Promise<void> {
  const { environment, env, bundle } = context
  assertSpace(environment)
  dropProbe(environment)
  const install = ['pip', 'install', '--python', environment.python, ...ANEW[anew]]
  if (bundle) {
    const listed = ['--no-deps', '--require-hashes', '-r', path.join(bundle.dir, 'torch.txt')]
    const args = [...install, ...listed, ...onlyFrom(bundle)]
    await runUv(withoutNetwork(context), args, { ...repair, what: 'PyTorch' })
    return
  }
  const links = await findLinks(environmentBase(environment), env)
  const torchOnly = { ...torchNetwork(await context.sources()), UV_FIND_LINKS: links || undefined }
  await runUv(await withNetwork(context, torchOnly), [...install, `torch==${TORCH_VERSION}`], {
    ...repair,
    what: 'PyTorch'
  })
}

export async function installPackages(
  context: CheckContext,
  repair: RepairContext,
  { anew }: { anew: Anew }
): Promise<void> {
  const { environment, bundle } = context
  const what = 'The training packages'
  dropProbe(environment)
  const uv = bundle ? withoutNetwork(context) : await withNetwork(context)
  const install = [...lockedPackages(environment, bundle), ...ANEW[anew]]
  const args = [...install, ...(bundle ? onlyFrom(bundle) : [])]
  await runUv(uv, args, { ...repair, what })
  const check = ['pip', 'check', '--python', environment.python]
  await runUv(withoutNetwork(context), check, { ...repair, what })
}

/** All is there by name and version, yet does not load: a file is damaged, so all come anew. */
export async function reinstall(
  context: CheckContext,
  repair: RepairContext,
  how: { anew: Anew }
): Promise<void> {
  await context.assertUnused()
  repair.progress(null, 'Something does not load; installing all packages anew')
  await installTorch(context, repair, how)
  await installPackages(context, repair, how)
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
export const lockedPackages = (
  { python, requirements, withTrackers, trackersAsked }: CurrentEnvironment,
  bundle: CheckContext['bundle'] = null
): string[] => [
  ...['pip', 'install', '--no-deps', '--require-hashes', '--python', python],
  // A bundle holds no more than training needs.
  ...['-r', bundle === null && fs.existsSync(trackersAsked) ? withTrackers : requirements]
]

const onlyFrom = ({ dir }: { dir: string }): string[] => [
  ...['--offline', '--no-index', '--find-links', path.join(dir, 'wheels')]
]

/** For what needs no network, or must have none. */
export const withoutNetwork = ({ uv, env }: CheckContext): Uv => ({
  uv,
  env: { ...env, ...OWN_SETTINGS, UV_OFFLINE: '1', UV_FIND_LINKS: undefined }
})

/** By the sources of the settings, asked anew each time: the person may have mended them. */
export async function withNetwork(
  context: CheckContext,
  more: NodeJS.ProcessEnv = {}
): Promise<Uv> {
  const { uv, env } = context
  const sources = await context.sources()
  return {
    uv,
    env: { ...uvNetwork(sources, env), ...OWN_SETTINGS, ...more },
    hide: hiderOf(sources)
  }
}

/** uv may bring no Python of its own: what runs here is what the person installed. */
const OWN_SETTINGS = { UV_PYTHON_DOWNLOADS: 'never', UV_NO_PROGRESS: '1' }

/** The system's Python that the environment was made from: it has pip, the environment has not. */
export function environmentBase({ dir, python }: CurrentEnvironment): string {
  const config = fs.readFileSync(path.join(dir, 'pyvenv.cfg'), 'utf8')
  const home = /^home = (.+)$/m.exec(config)?.[1]
  const version = /^version_info = (3\.\d+)/m.exec(config)?.[1]
  if (home === undefined) return python
  const exact = path.join(home, `python${version ?? '3'}`)
  return fs.existsSync(exact) ? exact : path.join(home, 'python3')
}

function assertSpace({ dir }: CurrentEnvironment): void {
  const { bavail, bsize } = fs.statfsSync(path.dirname(dir))
  const free = bavail * bsize
  if (free >= NEEDED_BYTES) return
  const gigabytes = (free / 1e9).toFixed(1)
  throw diskFull(
    `${gigabytes} GB free`,
    `Setting Python up takes up to 2.5 GB, and ${gigabytes} GB are free. It`
  )
}
