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

/**
 * For the terminal: secrets by the beginning of their names, so that one token serves whichever
 * server the project names, and goes nowhere else. All others live until the command ends.
 */
export function secretsByPrefix(values: Readonly<Record<string, string | undefined>>): Secrets {
  const others = memorySecrets()
  return {
    ...others,
    read: async (name) => {
      const found = Object.entries(values).find(([prefix]) => name.startsWith(prefix))
      return found?.[1] ?? others.read(name)
    }
  }
}
