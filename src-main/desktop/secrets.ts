import fs from 'node:fs'
import path from 'node:path'
import { safeStorage } from 'electron'
import { z } from 'zod'
import { memorySecrets, type Secrets } from '../secrets'

const Stored = z.record(z.string(), z.string())

/** Secrets encrypted by the system's keychain; in memory only, where there is none. */
export function keychainSecrets(dataDir: string): Secrets {
  if (!safeStorage.isEncryptionAvailable()) return memorySecrets()
  const file = path.join(dataDir, 'secrets.json')
  const values = readAll(file)
  return {
    kept: true,
    read: (name) => {
      const encrypted = values[name]
      return encrypted === undefined
        ? null
        : safeStorage.decryptString(Buffer.from(encrypted, 'base64'))
    },
    write: (name, value) => {
      if (value === null) Reflect.deleteProperty(values, name)
      else values[name] = safeStorage.encryptString(value).toString('base64')
      fs.mkdirSync(dataDir, { recursive: true })
      const staged = `${file}.part`
      fs.writeFileSync(staged, JSON.stringify(values), { mode: 0o600 })
      fs.renameSync(staged, file)
    }
  }
}

function readAll(file: string): Record<string, string> {
  if (!fs.existsSync(file)) return {}
  const parsed = Stored.safeParse(JSON.parse(fs.readFileSync(file, 'utf8')))
  return parsed.success ? parsed.data : {}
}
