import fs from 'node:fs'
import path from 'node:path'

/** Bytes of a file, or of all files in a folder; null when there is nothing at that path. */
export async function sizeOnDisk(target: string): Promise<number | null> {
  const stat = await fs.promises.stat(target).catch(() => null)
  if (!stat) return null
  if (!stat.isDirectory()) return stat.size
  const entries = await fs.promises.readdir(target, { recursive: true, withFileTypes: true })
  const sizes = await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map((entry) => fs.promises.stat(path.join(entry.parentPath, entry.name)))
  )
  return sizes.reduce((sum, { size }) => sum + size, 0)
}

/** `98 MB`, `1.2 GB`: decimal units, as file managers show them. */
export function formatBytes(bytes: number): string {
  const gigabytes = bytes / 1e9
  if (gigabytes >= 1) return `${gigabytes.toFixed(1)} GB`
  return `${Math.max(1, Math.round(bytes / 1e6))} MB`
}
