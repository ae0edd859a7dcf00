import { execa } from 'execa'
import { createDownloads, uvCacheDir, type Report } from './downloads'
import { errorOfUv } from './uv-errors'

export type Uv = {
  /** The binary. */
  uv: string
  env: NodeJS.ProcessEnv
  /** Takes passwords out of what uv says; nothing to hide when left out. */
  hide?: (text: string) => string
}

type Watch = { signal: AbortSignal; log: (line: string) => void; progress: Report }

/**
 * Runs uv to its end, its lines in the log and its downloads as progress. `--no-config` keeps uv
 * from reading the trainer's pyproject.toml, which leaves torch out of everything.
 *
 * @param what - what is installed, as the subject of a sentence
 * @throws AppError saying which of network, disk, wheel or hash failed
 */
export async function runUv(
  { uv, env, hide = asItIs }: Uv,
  args: readonly string[],
  { what, signal, log, progress }: Watch & { what: string }
): Promise<void> {
  const downloads = createDownloads({ cacheDir: await uvCacheDir(uv, env), report: progress })
  const child = execa(uv, [...args, '--no-config'], {
    env,
    extendEnv: false,
    reject: false,
    all: true,
    cancelSignal: signal
  })
  try {
    for await (const line of child.iterable({ from: 'all' })) {
      log(hide(line))
      downloads.read(line)
    }
  } finally {
    downloads.end()
  }
  const { exitCode, all, originalMessage } = await child
  signal.throwIfAborted()
  if (exitCode !== 0) {
    throw errorOfUv({
      doing: `${what} could not be installed`,
      output: hide(`${all}\n${originalMessage ?? ''}`)
    })
  }
}

const asItIs = (text: string): string => text

/** Asks uv something; true when it agrees. Never touches the network. */
export async function uvAgrees(
  { uv, env }: Uv,
  args: readonly string[],
  agrees: RegExp
): Promise<boolean> {
  const { exitCode, all } = await execa(uv, [...args, '--no-config', '--offline'], {
    env,
    extendEnv: false,
    reject: false,
    all: true,
    timeout: 30_000
  })
  return exitCode === 0 && agrees.test(all)
}
