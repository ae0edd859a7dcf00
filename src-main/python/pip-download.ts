import fs from 'node:fs'
import path from 'node:path'
import { execa } from 'execa'
import { formatBytes } from './downloads'
import { folderSize } from './folder-size'
import { hiderOf } from './network'
import { environmentBase, withNetwork, type CheckContext, type RepairContext } from './repairs'
import { runUv } from './uv'
import { errorOfUv } from './uv-errors'

type Download = {
  /** The bundle; wheels go to `wheels/` in it, and those that are there already stay. */
  dir: string
  job: RepairContext
  /** As the subject of a sentence. */
  what: string
  /** Of pip: where it looks. */
  env: NodeJS.ProcessEnv
  /** What to fetch. */
  args: readonly string[]
}

type Context = Omit<CheckContext, 'bundle'>

const POLL_MS = 1000

/**
 * Has pip fetch wheels, for uv cannot. What lies in the folders meanwhile is told as progress.
 *
 * @throws AppError as for uv: network, proxy, certificate, disk, hash …
 */
export async function downloadWheels(context: Context, wanted: Download): Promise<void> {
  const { dir, job, what, args } = wanted
  const { signal, log } = job
  const hide = hiderOf(await context.sources())
  const pip = await findPip(context, wanted)
  const temporary = path.join(dir, 'tmp')
  fs.mkdirSync(temporary, { recursive: true })
  const timer = setInterval(() => void tell(dir, job), POLL_MS)
  const child = execa(
    pip.python,
    [
      ...['-m', 'pip', 'download', '--no-deps', '--only-binary', ':all:', '--progress-bar', 'off'],
      ...['--no-cache-dir', '--disable-pip-version-check', '--no-input'],
      ...['--dest', path.join(dir, 'wheels'), ...args]
    ],
    {
      env: { ...context.env, ...wanted.env, ...pip.env, TMPDIR: temporary },
      extendEnv: false,
      reject: false,
      all: true,
      cancelSignal: signal
    }
  )
  try {
    for await (const line of child.iterable({ from: 'all' })) log(hide(line))
  } finally {
    clearInterval(timer)
  }
  const { exitCode, all, originalMessage } = await child
  signal.throwIfAborted()
  fs.rmSync(temporary, { recursive: true, force: true })
  if (exitCode === 0) return
  throw errorOfUv({
    doing: `${what} could not be fetched`,
    output: hide(`${all}\n${originalMessage ?? ''}`)
  })
}

async function tell(dir: string, { progress }: RepairContext): Promise<void> {
  const wheels = fs.readdirSync(path.join(dir, 'wheels')).length
  const { bytes } = await folderSize(dir)
  progress(null, `${wheels} wheels are here, ${formatBytes(bytes)} together`)
}

type Pip = { python: string; env: NodeJS.ProcessEnv }

/** The one that came with Python; a Python without it borrows a pinned one from the index. */
async function findPip(context: Context, { dir, job }: Download): Promise<Pip> {
  const base = environmentBase(context.environment)
  const { exitCode } = await execa(base, ['-m', 'pip', '--version'], { reject: false })
  if (exitCode === 0) return { python: base, env: {} }
  const { python } = context.environment
  const target = path.join(dir, 'pip')
  await runUv(
    await withNetwork({ ...context, bundle: null }),
    [
      ...['pip', 'install', '--no-deps', '--require-hashes', '--python', python],
      ...['--target', target, '-r', path.join(context.trainerDir, 'requirements-pip.txt')]
    ],
    { ...job, what: 'pip' }
  )
  return { python, env: { PYTHONPATH: target } }
}
