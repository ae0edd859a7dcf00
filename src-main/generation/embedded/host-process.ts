/** The host as the app sees it: an Electron utility process, or a forked Node process. */
export type HostProcess = {
  send: (message: unknown) => void
  onMessage: (listener: (message: unknown) => void) => void
  /** Exactly once; the code is null when a signal ended the process. */
  onExit: (listener: (code: number | null) => void) => void
  kill: () => void
}

/**
 * The environment for a host. One thread in libuv's pool: the bindings sample the drafts of a batch
 * on several threads at once, and `llama_get_logits_ith` reorders its one buffer without a lock, so
 * that a draft could be continued with the probabilities of another.
 */
export const hostEnvironment = (): NodeJS.ProcessEnv => ({
  ...process.env,
  UV_THREADPOOL_SIZE: '1'
})
