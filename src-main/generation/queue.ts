export type Turn<T> = {
  run: () => Promise<T>
  /** An abort while the task still waits ends the waiting, with `instead`. */
  signal: AbortSignal | undefined
  instead: () => T
}

/** Runs tasks one after the other, in the order in which they came. A failed one stops nobody. */
export function createQueue(): <T>(turn: Turn<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return async ({ run, signal, instead }) => {
    const aborted = Promise.withResolvers<'aborted'>()
    const abort = (): void => aborted.resolve('aborted')
    if (signal?.aborted === true) return instead()
    signal?.addEventListener('abort', abort, { once: true })
    const done = Promise.withResolvers<unknown>()
    const before = last
    last = last.then(() => done.promise)
    try {
      const first = await Promise.race([before, aborted.promise])
      return first === 'aborted' ? instead() : await run()
    } finally {
      signal?.removeEventListener('abort', abort)
      done.resolve(undefined)
    }
  }
}
