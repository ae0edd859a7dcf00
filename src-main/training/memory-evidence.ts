import fs from 'node:fs'
import os from 'node:os'
import type { TrainerEvent } from '@contract/trainer-events'

/** A process this large, of a machine's memory, is the first that a kernel ends. */
const SUSPICIOUS_SHARE = 0.75

/**
 * How many programs the kernel has ended for want of memory since it started; null where it does
 * not say. Linux counts those of a container's limit too (Documentation/admin-guide/cgroup-v2.rst).
 */
export function countOomKills(places = PLACES): number | null {
  const counts = places.flatMap((file) => {
    try {
      const found = /^oom_kill (\d+)$/m.exec(fs.readFileSync(file, 'utf8'))?.[1]
      return found === undefined ? [] : [Number(found)]
    } catch {
      return []
    }
  })
  return counts.length === 0 ? null : counts.reduce((sum, count) => sum + count, 0)
}

const PLACES = ['/proc/vmstat', '/sys/fs/cgroup/memory.events']

/** Whether memory ran out for a trainer that was killed: the kernel says so, or it was that large. */
export function memoryRanOut({
  killsBefore,
  killsNow,
  events,
  totalBytes = machineBytes()
}: {
  killsBefore: number | null
  killsNow: number | null
  events: readonly TrainerEvent[]
  totalBytes?: number
}): boolean {
  if (killsBefore !== null && killsNow !== null && killsNow > killsBefore) return true
  const peakMb = Math.max(
    0,
    ...events.map((event) => (event.type === 'metric' ? (event.memoryMb ?? 0) : 0))
  )
  return peakMb * 2 ** 20 > totalBytes * SUSPICIOUS_SHARE
}

/** Of a container where it has a limit of its own. */
function machineBytes(): number {
  const limit = process.constrainedMemory()
  return limit > 0 ? Math.min(limit, os.totalmem()) : os.totalmem()
}
