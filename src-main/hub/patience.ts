import { setTimeout as delay } from 'node:timers/promises'
import { AppError } from '../app-error'
import { BusyHub } from './refusals'
import { BrokenConnection } from './unreachable'

/** Resolves after so many milliseconds; rejects when the signal aborts. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<void>

export const realWait: Wait = async (ms, signal) => {
  await delay(ms, undefined, { signal })
}

const ATTEMPTS = 6
const FIRST_WAIT_MS = 1000
const LONGEST_WAIT_MS = 300_000

/**
 * Tries again where that may help: after a broken connection, and after what a busy hub asks to wait,
 * longer each time. Attempts count anew whenever one has brought something.
 */
export async function withPatience<Result>({
  attempt,
  progressed,
  wait,
  signal,
  onWait
}: {
  attempt: () => Promise<Result>
  /** Whether the last attempt brought anything. */
  progressed: () => boolean
  wait: Wait
  signal: AbortSignal
  onWait: (seconds: number, why: AppError) => void
}): Promise<Result> {
  let damaged = false
  for (let failures = 1; ; failures += 1) {
    try {
      return await attempt()
    } catch (thrown) {
      signal.throwIfAborted()
      if (thrown instanceof AppError && thrown.code === 'download_damaged' && !damaged) {
        // The part of an earlier day may have been harmed on the disk: the whole file once more.
        damaged = true
        continue
      }
      const worthIt = thrown instanceof BrokenConnection || thrown instanceof BusyHub
      if (!worthIt) throw thrown
      if (progressed()) failures = 1
      if (failures >= ATTEMPTS) throw thrown
      const asked = thrown instanceof BusyHub ? thrown.waitMs : null
      if (asked !== null && asked > LONGEST_WAIT_MS) throw thrown
      const ms = asked ?? FIRST_WAIT_MS * 2 ** (failures - 1)
      onWait(Math.ceil(ms / 1000), thrown)
      await wait(ms, signal)
    }
  }
}
