import fs from 'node:fs'
import path from 'node:path'
import type { PythonCheckName } from '@contract/python'
import { execa } from 'execa'
import { AppError, diskFull } from '../app-error'
import type { StepContext } from '../jobs/definition'
import { dropProbe, TORCH_VERSION, writeProbe, type Environment } from './environment'
import { findLinks } from './find-links'
import { findInterpreter } from './interpreter'
import { probeEnvironment } from './probe'
import { runUv, uvAgrees } from './uv'

export type CheckContext = {
  environment: Environment
  /** The binary. */
  uv: string
  trainerDir: string
  env: NodeJS.ProcessEnv
}

type RepairContext = Pick<StepContext<unknown>, 'signal' | 'progress' | 'log'>

/** One thing the environment needs: whether it is there, and how to put it there. */
export type Check = {
  name: PythonCheckName
  title: string
  /** Share of the time a first setup takes. */
  weight: number
  isOk: (context: CheckContext) => Promise<boolean>
  repair: (context: CheckContext, repair: RepairContext) => Promise<void>
}

/** uv's cache and the environment together, while both are new; links make it less where they work. */
const NEEDED_BYTES = 2.5e9

/** In the order of their need: each can rely on the ones before. */
export const checks: readonly Check[] = [
  {
    name: 'uv',
    title: 'Installer (uv)',
    weight: 1,
    isOk: async ({ uv }) => starts(uv, ['--version']),
    repair: async ({ uv }) => {
      throw new AppError({
        code: 'python_broken',
        message: `The installer uv is missing from the app or does not start (${uv}), so nothing was installed.`,
        remedy: { text: 'Install Understudy again, then set Python up.' }
      })
    }
  },
  {
    name: 'interpreter',
    title: 'Python 3.11 or newer',
    weight: 2,
    isOk: async ({ environment: { python } }) => starts(python, ['--version']),
    repair: async (context, repair) => {
      const { environment, env } = context
      const { path: found, version } = await findInterpreter(env)
      repair.log(`Python ${version} at ${found}`)
      dropProbe(environment)
      const args = ['venv', '--clear', '--python', found, environment.dir]
      await runUv(withUv(context), args, { ...repair, what: 'A Python environment' })
    }
  },
  {
    name: 'torch',
    title: `PyTorch ${TORCH_VERSION}`,
    weight: 60,
    isOk: async ({ environment: { python } }) => {
      const script = 'import importlib.metadata as m; print(m.version("torch"))'
      const { exitCode, stdout } = await execa(python, ['-I', '-c', script], { reject: false })
      // The build's own suffix, such as +cpu, does not matter.
      return exitCode === 0 && stdout.split('+')[0] === TORCH_VERSION
    },
    repair: async (context, repair) => installTorch(context, repair)
  },
  {
    name: 'packages',
    title: 'Training packages',
    weight: 30,
    isOk: async (context) => {
      const { environment } = context
      const asLocked = [...lockedPackages(environment), '--dry-run']
      return (
        (await uvAgrees(withUv(context), asLocked, /Would make no changes/)) &&
        uvAgrees(
          withUv(context),
          ['pip', 'check', '--python', environment.python],
          /packages are compatible/
        )
      )
    },
    repair: async (context, repair) => installPackages(context, repair)
  },
  {
    name: 'probe',
    title: 'Everything loads',
    weight: 7,
    // Installed is not the same as working: this one looks every time.
    isOk: async () => false,
    repair: async (context, repair) => {
      try {
        await probeAgain(context, repair)
      } catch (error) {
        repair.signal.throwIfAborted()
        dropProbe(context.environment)
        repair.log(error instanceof AppError ? (error.detail ?? error.message) : String(error))
        await reinstall(context, repair)
        await probeAgain(context, repair)
      }
    }
  }
]

/** Installs torch apart from the lock, from pip's own find-links too: they may hold a smaller build. */
async function installTorch(
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

async function installPackages(
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
async function reinstall(context: CheckContext, repair: RepairContext): Promise<void> {
  repair.progress(null, 'Something does not load; installing all packages anew')
  await installTorch(context, repair, ['--reinstall'])
  await installPackages(context, repair, ['--reinstall'])
}

async function probeAgain(
  { environment, trainerDir, env }: CheckContext,
  { signal, progress }: RepairContext
): Promise<void> {
  progress(null, 'Loading every package once, and measuring this computer')
  writeProbe(environment, await probeEnvironment({ environment, trainerDir, env, signal }))
}

/** `--no-deps`: torch is no part of the lock, and has no hash in it. */
const lockedPackages = ({ python, requirements }: Environment): string[] => [
  ...['pip', 'install', '--no-deps', '--require-hashes'],
  ...['--python', python, '-r', requirements]
]

/** uv may bring no Python of its own: what runs here is what the person installed. */
const withUv = ({ uv, env }: CheckContext, more: NodeJS.ProcessEnv = {}) => ({
  uv,
  env: { ...env, UV_PYTHON_DOWNLOADS: 'never', UV_NO_PROGRESS: '1', ...more }
})

/** The system's Python that the environment was made from: it has pip, the environment has not. */
function environmentBase({ dir, python }: Environment): string {
  const config = fs.readFileSync(path.join(dir, 'pyvenv.cfg'), 'utf8')
  const home = /^home = (.+)$/m.exec(config)?.[1]
  return home === undefined ? python : path.join(home, 'python3')
}

async function starts(file: string, args: string[]): Promise<boolean> {
  const { exitCode } = await execa(file, args, { reject: false, timeout: 15_000 })
  return exitCode === 0
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
