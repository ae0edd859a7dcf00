import fs from 'node:fs'
import path from 'node:path'

type FolderSize = {
  bytes: number
  /** Without files that another folder, such as uv's cache, holds by a hard link too. */
  unsharedBytes: number
}

/** What a folder's files come to. Files that vanish meanwhile count as nothing. */
export async function folderSize(dir: string): Promise<FolderSize> {
  const entries = await fs.promises
    .readdir(dir, { recursive: true, withFileTypes: true })
    .catch(() => [])
  const size = { bytes: 0, unsharedBytes: 0 }
  await Promise.all(
    entries
      .filter((entry) => entry.isFile())
      .map(async (entry) => {
        const stat = await fs.promises
          .stat(path.join(entry.parentPath, entry.name))
          .catch(() => null)
        if (!stat) return
        size.bytes += stat.size
        if (stat.nlink === 1) size.unsharedBytes += stat.size
      })
  )
  return size
}
