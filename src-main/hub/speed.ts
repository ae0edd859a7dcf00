import { formatBytes } from '../models/size'

const WINDOW_MS = 15_000
const SETTLED_MS = 3000

/** Tells how far a download is in bytes, and from the speed of the last seconds how long it takes. */
export function createSpeed(
  totalBytes: number,
  now: () => number = Date.now
): { say: (bytes: number) => string } {
  const seen: { at: number; bytes: number }[] = []
  return {
    /** @param bytes that are there by now */
    say: (bytes: number): string => {
      const at = now()
      seen.push({ at, bytes })
      while (seen.length > 2 && at - (seen[0]?.at ?? at) > WINDOW_MS) seen.shift()
      const amount = `${formatBytes(bytes)} of ${formatBytes(totalBytes)}`
      const first = seen[0]
      if (!first || at - first.at < SETTLED_MS || bytes <= first.bytes) return amount
      const perSecond = ((bytes - first.bytes) / (at - first.at)) * 1000
      const left = (totalBytes - bytes) / perSecond
      return `${amount}, ${formatBytes(perSecond)} a second, about ${sayTime(left)} left`
    }
  }
}

function sayTime(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`
  const minutes = Math.round(seconds / 60)
  if (minutes < 90) return `${minutes} min`
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
