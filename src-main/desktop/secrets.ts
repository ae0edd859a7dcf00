import fs from 'node:fs'
import path from 'node:path'
import { safeStorage } from 'electron'
import { z } from 'zod'
import { memorySecrets, type Secrets } from '../secrets'

const Stored = z.record(z.string(), z.string())

/** Secrets encrypted by the system's keychain; in memory only, where there is none. */
export async function keychainSecrets(dataDir: string): Promise<Secrets> {
  // Electron before 38 has no asynchronous form; such a one is used for development only.
  const hasKeychain =
    'isAsyncEncryptionAvailable' in safeStorage && (await safeStorage.isAsyncEncryptionAvailable())
  if (!hasKeychain) return memorySecrets()
  const file = path.join(dataDir, 'secrets.json')
  const values = readAll(file)
  return {
    kept: true,
    read: async (name) => {
      const encrypted = values[name]
      if (encrypted === undefined) return null
      return (await safeStorage.decryptStringAsync(Buffer.from(encrypted, 'base64'))).result
    },
    write: async (name, value) => {
      if (value === null) Reflect.deleteProperty(values, name)
      else values[name] = (await safeStorage.encryptStringAsync(value)).toString('base64')
      fs.mkdirSync(dataDir, { recursive: true })
      const staged = `${file}.part`
      fs.writeFileSync(staged, JSON.stringify(values), { mode: 0o600 })
      fs.renameSync(staged, file)
    }
  }
}

/** A damaged file costs a token, which can be entered again, and never the project. */
function readAll(file: string): Record<string, string> {
  if (!fs.existsSync(file)) return {}
  try {
    return Stored.parse(JSON.parse(fs.readFileSync(file, 'utf8')))
  } catch {
    return {}
  }
}
