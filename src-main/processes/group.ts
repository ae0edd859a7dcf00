import { spawn } from 'node:child_process'
import fs from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { identify, isAlive, type ProcessIdentity } from './identity'

/** How a process ended. Both are null when it was not our own child, so that nobody can know. */
export type Exit = { code: number | null; signal: NodeJS.Signals | null }

/** A process that leads a group of its own; its pid is the group's id. */
export type ProcessGroup = {
  identity: ProcessIdentity
  /** Resolves when the leader has ended. */
  exited: Promise<Exit>
}

type StartOptions = {
  command: string
  args: readonly string[]
  cwd: string
  env: NodeJS.ProcessEnv
  /** stdout and stderr are appended here, by the child itself, so that they outlive this process. */
  outputFile: string
}

const POLL_MS = 200
/** On macOS each look starts a `ps`, and a training run may take hours. */
const ADOPTED_POLL_MS = 1000
/** A killed process goes at once, unless a device keeps it inside the kernel. */
const KILLED_GRACE_MS = 10_000

/**
 * Starts a program in a process group of its own. It does not keep this process alive and goes on
 * when this process ends.
 *
 * @throws the system's error (`ENOENT`, `EACCES`) when the program cannot be started
 */
export async function startGroup(options: StartOptions): Promise<ProcessGroup> {
  const { command, args, cwd, env, outputFile } = options
  const output = fs.openSync(outputFile, 'a')
  const child = spawn(command, args, {
    cwd,
    env,
    detached: true,
    stdio: ['ignore', output, output]
  })
  const exited = new Promise<Exit>((resolve) => {
    child.once('exit', (code, signal) => resolve({ code, signal }))
  })
  try {
    await new Promise<void>((resolve, reject) => {
      child.once('spawn', resolve)
      child.once('error', reject)
    })
  } finally {
    fs.closeSync(output)
  }
  child.unref()
  const pid = child.pid ?? 0
  // One that ended within the last millisecond has no identity any more, only an exit.
  return { identity: identify(pid) ?? { pid, startedAt: 'ended at once' }, exited }
}

/** Takes up a group that another process started. It is looked at once a second. */
export function adoptGroup(identity: ProcessIdentity, signal?: AbortSignal): ProcessGroup {
  const watch = async (): Promise<Exit> => {
    while (isAlive(identity) && signal?.aborted !== true) await delay(ADOPTED_POLL_MS)
    return { code: null, signal: null }
  }
  return { identity, exited: watch() }
}

/**
 * Ends a group: asks, waits up to `graceMs`, then kills whatever is left of it. Resolves when the
 * leader is gone; true when it went by itself.
 */
export async function endGroup({
  identity,
  ask,
  graceMs = 30_000
}: {
  identity: ProcessIdentity
  ask: () => void
  graceMs?: number
}): Promise<boolean> {
  ask()
  const deadline = Date.now() + graceMs
  while (isAlive(identity) && Date.now() < deadline) await delay(Math.min(POLL_MS, graceMs))
  const wentByItself = !isAlive(identity)
  killGroup(identity)
  const givenUp = Date.now() + KILLED_GRACE_MS
  while (isAlive(identity) && Date.now() < givenUp) await delay(POLL_MS / 10)
  return wentByItself
}

/** Kills every member of the group at once, also those whose leader is gone already. */
export function killGroup({ pid }: ProcessIdentity, signal: NodeJS.Signals = 'SIGKILL'): void {
  try {
    // A group's id is not given out again while one of its members lives.
    process.kill(-pid, signal)
  } catch (error) {
    const nobodyLeft = error instanceof Error && 'code' in error && error.code === 'ESRCH'
    // macOS answers EPERM for a group that holds nothing but a dead leader.
    const onlyDead = error instanceof Error && 'code' in error && error.code === 'EPERM'
    if (!nobodyLeft && !onlyDead) throw error
  }
}
