import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import { z } from 'zod'

/**
 * One particular process. Pids are given out again, so a pid alone proves nothing; together with
 * the moment the process began it names one process of this machine for good.
 */
export const ProcessIdentity = z.object({
  pid: z.int().positive(),
  /** Opaque: comparable only with another one from the same machine. */
  startedAt: z.string().min(1)
})
export type ProcessIdentity = z.infer<typeof ProcessIdentity>

/** Who has this pid now; null when nobody does, or only a dead child that was not yet reaped. */
export function identify(pid: number): ProcessIdentity | null {
  const startedAt = process.platform === 'linux' ? startOnLinux(pid) : startFromPs(pid)
  return startedAt === null ? null : { pid, startedAt }
}

/** True while exactly this process lives; false once its pid belongs to another. */
export function isAlive({ pid, startedAt }: ProcessIdentity): boolean {
  return identify(pid)?.startedAt === startedAt
}

/** This process, for lock files. */
export function ownIdentity(): ProcessIdentity {
  const own = identify(process.pid)
  if (!own) throw new Error('The system does not say when this process began.')
  return own
}

/** Clock ticks since boot, with the boot's id: after a restart the same tick may come again. */
function startOnLinux(pid: number): string | null {
  const stat = readOrNull(`/proc/${pid}/stat`)
  if (stat === null) return null
  // The second field is the program's name in brackets and may hold spaces and brackets itself.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [state] = fields
  const ticks = fields[19]
  if (state === undefined || ticks === undefined || isDead(state)) return null
  const boot = readOrNull('/proc/sys/kernel/random/boot_id')?.trim() ?? ''
  return `${boot}:${ticks}`
}

function startFromPs(pid: number): string | null {
  try {
    const line = execFileSync('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      // The date must read the same whatever language the app was started in.
      env: { ...process.env, LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'ignore']
    }).trim()
    const [state = '', ...start] = line.split(/\s+/)
    return line === '' || isDead(state) ? null : start.join(' ')
  } catch {
    // `ps` exits with 1 when there is no such process.
    return null
  }
}

/** Z is a zombie, X is dead: neither does any work. */
const isDead = (state: string): boolean => /^[ZX]/.test(state)

function readOrNull(file: string): string | null {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
