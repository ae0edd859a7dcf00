import path from 'node:path'
import { execa } from 'execa'
import { AppError } from '../app-error'

/** The ones the lock was made for, the best tested first. */
const NAMES = ['python3.11', 'python3.12', 'python3.13', 'python3']
const OLDEST = [3, 11] as const

/** An app started from the Dock has a PATH without these. */
const MAC_FOLDERS = [
  '/opt/homebrew/bin',
  '/usr/local/bin',
  ...['3.11', '3.12', '3.13'].map(
    (version) => `/Library/Frameworks/Python.framework/Versions/${version}/bin`
  )
]

export type Interpreter = { path: string; version: string }

/**
 * Finds a Python that the environment can be made with: `$UNDERSTUDY_PYTHON`, or the first of
 * python3.11 to python3.13 and python3 (3.11 or newer) that starts.
 *
 * @param only - the one version that will do, as `3.12`: a bundle's wheels fit no other
 * @throws AppError `python_missing` with what to install on this system
 */
export async function findInterpreter(
  env: NodeJS.ProcessEnv,
  { only }: { only: string | null } = { only: null }
): Promise<Interpreter> {
  const fits = ({ version }: Interpreter): boolean =>
    isNewEnough(version) && (only === null || version.startsWith(`${only}.`))
  const chosen = env['UNDERSTUDY_PYTHON']
  if (chosen) {
    const found = await ask(chosen, env)
    if (found && fits(found)) return found
    throw found && isNewEnough(found.version) ? missing(only) : unusableChoice(chosen, found)
  }
  for (const candidate of candidates(env)) {
    const found = await ask(candidate, env)
    if (found && fits(found)) return found
  }
  throw missing(only)
}

function candidates(env: NodeJS.ProcessEnv): string[] {
  const folders = (env['PATH'] ?? '').split(path.delimiter).filter((folder) => folder !== '')
  if (process.platform === 'darwin') folders.push(...MAC_FOLDERS)
  const all = NAMES.flatMap((name) => folders.map((folder) => path.join(folder, name)))
  // On a Mac without developer tools Apple's own python3 does not run but opens an installer.
  return all.filter((file) => process.platform !== 'darwin' || file !== '/usr/bin/python3')
}

/** Starts it and asks; null when it is not there or does not work, as a version manager's empty shim. */
async function ask(file: string, env: NodeJS.ProcessEnv): Promise<Interpreter | null> {
  const script = 'import sys; print("%d.%d.%d" % sys.version_info[:3], sys.executable, sep="\\n")'
  const { exitCode, stdout } = await execa(file, ['-I', '-c', script], {
    env,
    extendEnv: false,
    reject: false,
    timeout: 10_000
  })
  if (exitCode !== 0) return null
  const [version, executable] = stdout.split('\n')
  return version && executable ? { path: executable, version } : null
}

function isNewEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  return major === OLDEST[0] && minor >= OLDEST[1]
}

function missing(only: string | null): AppError {
  const wanted = only === null ? 'Python 3.11, 3.12 or 3.13' : `Python ${only}`
  const why = only === null ? '' : ', the version that the bundle was made for,'
  return new AppError({
    code: 'python_missing',
    message: `No ${wanted}${why} was found on this computer, so training cannot be set up. Writing and ranking work without it.`,
    remedy: { text: `${howToInstall(only)} Then set Python up again.`, action: 'retry' }
  })
}

function howToInstall(only: string | null): string {
  return process.platform === 'darwin'
    ? `Install it with “brew install python@${only ?? '3.12'}”, or from python.org.`
    : `Install it with “sudo apt install python${only ?? '3'}”, or with your system’s own package manager.`
}

function unusableChoice(chosen: string, found: Interpreter | null): AppError {
  const why = found ? `is Python ${found.version}, which is too old` : 'does not start'
  return new AppError({
    code: 'python_missing',
    message: `UNDERSTUDY_PYTHON names ${chosen}, which ${why}; no other Python was tried.`,
    remedy: { text: 'Let it name a Python 3.11 to 3.13, or unset it.', action: 'retry' }
  })
}
