import fs from 'node:fs'
import path from 'node:path'
import { execa } from 'execa'
import { sha256Of } from './bundle-format'
import { findLinks } from './find-links'
import { pipNetwork } from './network'
import { downloadWheels } from './pip-download'
import { environmentBase, type CheckContext, type RepairContext } from './repairs'

export type BundleContext = Omit<CheckContext, 'bundle'>

type Place = {
  /** Where the bundle grows; wheels go to `wheels/` in it. */
  dir: string
  job: RepairContext
}

/** Fetches the wheels of the lock that fit this computer; pip checks each against its hash. */
export async function fetchLocked(context: BundleContext, { dir, job }: Place): Promise<void> {
  const { requirements } = context.environment
  fs.copyFileSync(requirements, path.join(dir, 'requirements.txt'))
  await downloadWheels(context, {
    dir,
    job,
    what: 'The training packages',
    env: pipNetwork(await context.sources(), { forTorch: false }),
    args: ['--require-hashes', '-r', requirements]
  })
}

/**
 * Fetches torch and what came with it, in the very versions that are installed, and pins them by the
 * hashes of what came.
 */
export async function fetchTorch(context: BundleContext, { dir, job }: Place): Promise<void> {
  const { environment, env } = context
  const pins = await torchPins(context)
  const links = await findLinks(environmentBase(environment), env)
  await downloadWheels(context, {
    dir,
    job,
    what: 'PyTorch',
    env: {
      ...pipNetwork(await context.sources(), { forTorch: true }),
      PIP_FIND_LINKS: links === '' ? undefined : links.replaceAll(',', ' ')
    },
    args: pins
  })
  const wheels = path.join(dir, 'wheels')
  const files = new Map(fs.readdirSync(wheels).map((file) => [nameOf(file), file]))
  const lines = await Promise.all(
    pins.map(async (pin) => {
      const file = files.get(nameOf(pin))
      if (file === undefined) throw new Error(`pip said nothing, yet there is no wheel of ${pin}.`)
      return `${pin} --hash=sha256:${await sha256Of(path.join(wheels, file), job.signal)}\n`
    })
  )
  fs.writeFileSync(path.join(dir, 'torch.txt'), lines.join(''))
}

/** `torch==2.13.0+cpu` and the like: all that is installed and not in the lock. */
async function torchPins({ environment, uv, env }: BundleContext): Promise<string[]> {
  const args = ['pip', 'freeze', '--no-config', '--python', environment.python]
  const { stdout } = await execa(uv, args, { env, extendEnv: false })
  const locked = new Set(
    fs
      .readFileSync(environment.requirements, 'utf8')
      .split('\n')
      .flatMap((line) => (/^[A-Za-z0-9]/.test(line) ? [nameOf(line)] : []))
  )
  return stdout
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line.includes('==') && !locked.has(nameOf(line)))
}

/** A package's name as indexes compare it, of a pin or of a wheel's file. */
const nameOf = (pinOrFile: string): string => {
  const [name = ''] = pinOrFile.endsWith('.whl') ? pinOrFile.split('-') : pinOrFile.split(/[=;\s]/)
  return name.toLowerCase().replaceAll(/[-_.]+/g, '-')
}
