import fs from 'node:fs'
import path from 'node:path'
import type { PythonEnvironment } from '@contract/python'
import { AppError } from '../app-error'
import { folderSize } from './folder-size'
import { environmentIn, readProbe } from './environment'

/** Every environment below the data folder, the current one first, then by the time they were built. */
export async function listEnvironments({
  dataDir,
  currentDir
}: {
  dataDir: string
  currentDir: string
}): Promise<PythonEnvironment[]> {
  const root = path.join(dataDir, 'python')
  const names = (await fs.promises.readdir(root).catch(() => [])).filter(isEnvironment)
  const found = await Promise.all(
    names.map(async (id) => {
      const environment = environmentIn(path.join(root, id))
      const { bytes, unsharedBytes } = await folderSize(environment.dir)
      const probe = readProbe(environment)
      return {
        id,
        path: environment.dir,
        current: environment.dir === currentDir,
        probe,
        bytes,
        freesBytes: unsharedBytes,
        builtAt: probe ? Math.round(fs.statSync(environment.marker).mtimeMs) : null
      }
    })
  )
  return found.toSorted(
    (one, other) =>
      Number(other.current) - Number(one.current) || (other.builtAt ?? 0) - (one.builtAt ?? 0)
  )
}

/**
 * Deletes an environment. It goes out of sight at once, so that what is left of it after a crash is
 * never taken for whole.
 *
 * @returns bytes that the disk has more now
 * @throws AppError `not_found`
 */
export async function removeEnvironment({
  dataDir,
  id
}: {
  dataDir: string
  id: string
}): Promise<number> {
  const dir = path.join(dataDir, 'python', id)
  if (!isEnvironment(id) || !fs.existsSync(dir)) throw gone()
  const { unsharedBytes } = await folderSize(dir)
  const doomed = `${dir}${DOOMED}`
  await fs.promises.rm(doomed, { recursive: true, force: true })
  await fs.promises.rename(dir, doomed)
  await fs.promises.rm(doomed, { recursive: true, force: true })
  return unsharedBytes
}

const DOOMED = '.removed'

const isEnvironment = (name: string): boolean => /^[0-9a-f]{16}$/.test(name)

const gone = (): AppError =>
  new AppError({
    code: 'not_found',
    message: 'This environment is no longer there, so nothing was removed.'
  })
