import type { Secrets } from '../secrets'

/** The API tokens of servers. A token belongs to the address it was given for, and goes to no other. */
export type ServerTokens = {
  read: (baseUrl: string) => Promise<string | null>
  /** null forgets it. */
  write: (baseUrl: string, token: string | null) => Promise<void>
  /** Gives the one token of older versions to the server that it was for. */
  carryOver: (baseUrl: string) => Promise<void>
  /** False where the system has no keychain: a token then lasts until the app quits. */
  kept: boolean
}

const PREFIX = 'server-token'

export function createServerTokens(secrets: Secrets): ServerTokens {
  const write: ServerTokens['write'] = (baseUrl, token) => secrets.write(keyOf(baseUrl), token)
  return {
    kept: secrets.kept,
    read: async (baseUrl) => (baseUrl === '' ? null : secrets.read(keyOf(baseUrl))),
    write,
    carryOver: async (baseUrl) => {
      const token = await secrets.read(PREFIX)
      if (token === null || !URL.canParse(baseUrl)) return
      await write(baseUrl, token)
      await secrets.write(PREFIX, null)
    }
  }
}

const keyOf = (baseUrl: string): string => `${PREFIX} ${new URL(baseUrl).origin}`
