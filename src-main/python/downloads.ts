import fs from 'node:fs'
import path from 'node:path'
import { execa } from 'execa'
import { folderSize } from './folder-size'

export type Report = (fraction: number | null, message: string) => void

const POLL_MS = 2000
/** Wheels unpack to between two and four times their size. */
const UNPACKED_PER_DOWNLOADED = 3
const UNITS: Readonly<Record<string, number>> = { K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 }

/**
 * Reads uv's lines as progress. uv names each large download with its size when it begins, and again
 * when it ends; in between, what it has unpacked into its cache so far says how far it has come.
 */
export function createDownloads({
  cacheDir,
  report,
  now = Date.now
}: {
  cacheDir: string | null
  report: Report
  /** Milliseconds. */
  now?: () => number
}): {
  read: (line: string) => void
  end: () => void
} {
  /** Bytes by the name of the package. */
  const running = new Map<string, number>()
  let total = 0
  let done = 0
  let begunAt: number | null = null
  const tell = (unpacked: number): void => {
    const open = [...running.values()].reduce((sum, bytes) => sum + bytes, 0)
    const partly = Math.min(unpacked / UNPACKED_PER_DOWNLOADED, open * 0.95)
    const names = [...running.keys()].slice(0, 2).join(', ')
    const amount = `${formatBytes(done + partly)} of ${formatBytes(total)}`
    const speed = speedOf(done + partly, begunAt === null ? 0 : now() - begunAt)
    report((done + partly) / total, `Downloading ${names}: ${amount}${speed}`)
  }
  const timer = setInterval(() => {
    if (running.size === 0 || cacheDir === null) return
    void bytesBeingUnpacked(cacheDir).then((bytes) => {
      if (running.size > 0) tell(bytes)
    })
  }, POLL_MS)

  return {
    read: (line) => {
      const begun = /^\s*Downloading (\S+) \(([\d.]+)([KMG])iB\)/.exec(line)
      const ended = /^\s*Downloaded (\S+)/.exec(line)
      if (begun) {
        const [, name = '', amount = '0', unit = 'M'] = begun
        const bytes = Number(amount) * (UNITS[unit] ?? 1)
        begunAt ??= now()
        running.set(name, bytes)
        total += bytes
        tell(0)
      } else if (ended?.[1] !== undefined) {
        done += running.get(ended[1]) ?? 0
        running.delete(ended[1])
        if (running.size > 0) tell(0)
      } else if (/^(Resolved|Prepared|Installed|Creating)/.test(line)) {
        report(null, line)
      }
    },
    end: () => clearInterval(timer)
  }
}

/** Where uv unpacks; null when it does not say. */
export async function uvCacheDir(uv: string, env: NodeJS.ProcessEnv): Promise<string | null> {
  const { exitCode, stdout } = await execa(uv, ['cache', 'dir', '--no-config'], {
    env,
    extendEnv: false,
    reject: false
  })
  return exitCode === 0 ? stdout.trim() : null
}

/** uv unpacks each wheel into a `.tmp…` folder of its cache, and renames it when it is whole. */
async function bytesBeingUnpacked(cacheDir: string): Promise<number> {
  const names = await fs.promises.readdir(cacheDir).catch(() => [])
  const open = names.filter((name) => name.startsWith('.tmp'))
  const sizes = await Promise.all(open.map((name) => folderSize(path.join(cacheDir, name))))
  return sizes.reduce((sum, { bytes }) => sum + bytes, 0)
}

/** Once there is something to tell from. */
const speedOf = (bytes: number, elapsedMs: number): string =>
  bytes === 0 || elapsedMs < 1000 ? '' : `, ${((bytes / elapsedMs) * 1e-3).toFixed(1)} MB/s`

/** `742 MB`, `1.61 GB`: decimal units, as file managers show them. */
export const formatBytes = (bytes: number): string =>
  bytes >= 1e9 ? `${(bytes / 1e9).toFixed(2)} GB` : `${(bytes / 1e6).toFixed(0)} MB`
