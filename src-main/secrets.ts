/**
 * Where the token of a server is kept. The window uses the system's keychain; where there is none,
 * and in the terminal, it lives in memory until the app ends.
 */
export type Secrets = {
  read: (name: string) => Promise<string | null>
  write: (name: string, value: string | null) => Promise<void>
  /** False when a secret is forgotten at the end of the app. */
  kept: boolean
}

export function memorySecrets(initial: Record<string, string> = {}): Secrets {
  const values = new Map(Object.entries(initial))
  return {
    read: (name) => Promise.resolve(values.get(name) ?? null),
    write: (name, value) => {
      if (value === null) values.delete(name)
      else values.set(name, value)
      return Promise.resolve()
    },
    kept: false
  }
}

/** For the terminal: one token for whichever server the project names, never written anywhere. */
export const tokenForAnyServer = (token: string): Secrets => ({
  read: () => Promise.resolve(token),
  write: () => Promise.resolve(),
  kept: false
})
