import { PythonProbe } from '@contract/python'
import { execa } from 'execa'
import { AppError } from '../app-error'
import { trainerEnv, type Environment } from './environment'

const TIMEOUT_MS = 180_000

/**
 * Imports all that training needs and measures the machine.
 *
 * @throws AppError `python_broken` when something is installed but does not load
 */
export async function probeEnvironment({
  environment: { python },
  trainerDir,
  env,
  signal
}: {
  environment: Environment
  trainerDir: string
  env: NodeJS.ProcessEnv
  signal: AbortSignal
}): Promise<PythonProbe> {
  const { exitCode, stdout, all } = await execa(python, ['-m', 'trainer', 'probe'], {
    cwd: trainerDir,
    env: { ...env, ...trainerEnv(python, trainerDir) },
    extendEnv: false,
    reject: false,
    all: true,
    cancelSignal: signal,
    timeout: TIMEOUT_MS
  })
  signal.throwIfAborted()
  const found = exitCode === 0 ? parseLastLine(stdout) : null
  if (found) return found
  throw new AppError({
    code: 'python_broken',
    message:
      'Python is installed, but the training packages do not load. Projects and models are unharmed.',
    remedy: {
      text: 'Set Python up again; if it fails again, copy the details.',
      action: 'retry'
    },
    detail: all
  })
}

/** Libraries may have said something before; the probe's object is the last line. */
function parseLastLine(stdout: string): PythonProbe | null {
  try {
    return PythonProbe.parse(JSON.parse(stdout.trim().split('\n').at(-1) ?? ''))
  } catch {
    return null
  }
}
