export type Turn<T> = {
  run: () => Promise<T>
  /** An abort while the task still waits ends the waiting, with `instead`. */
  signal: AbortSignal | undefined
  instead: () => T
}

/**
 * Runs tasks in the order in which they came, one after the other or so many at once. A failed one
 * stops nobody.
 */
export function createQueue({ atOnce = 1 } = {}): <T>(turn: Turn<T>) => Promise<T> {
  let running = 0
  const waiting: (() => void)[] = []

  const next = (): void => {
    if (running >= atOnce) return
    const start = waiting.shift()
    if (!start) return
    running += 1
    start()
  }

  return async ({ run, signal, instead }) => {
    if (signal?.aborted === true) return instead()
    const turn = Promise.withResolvers<'aborted' | 'mine'>()
    const start = (): void => turn.resolve('mine')
    const abort = (): void => {
      const place = waiting.indexOf(start)
      if (place >= 0) waiting.splice(place, 1)
      turn.resolve('aborted')
    }
    signal?.addEventListener('abort', abort, { once: true })
    waiting.push(start)
    next()
    const whose = await turn.promise
    signal?.removeEventListener('abort', abort)
    if (whose === 'aborted') return instead()
    try {
      return await run()
    } finally {
      running -= 1
      next()
    }
  }
}
