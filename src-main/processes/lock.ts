import { randomUUID } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { AppError } from '../app-error'
import { isAlive, ownIdentity, ProcessIdentity } from './identity'

const LOCK_FILE = 'project.lock'

/** The token tells two locks of one process apart. */
const Holder = ProcessIdentity.extend({ token: z.string() })
type Holder = z.infer<typeof Holder>

/** Gives the lock back; does nothing when it is no longer ours. */
export type Release = () => void

type Taken = { release: Release } | { heldBy: ProcessIdentity }

/**
 * Makes this process the only one that works in the folder. A lock left by a dead process is
 * replaced.
 *
 * @throws AppError `project_in_use` while a living process holds it, `project_not_writable`
 */
export function lockFolder(dir: string): Release {
  const taken = takeOrExplain(dir)
  if ('release' in taken) return taken.release
  throw new AppError({
    code: 'project_in_use',
    message: `The project in ${dir} is open in another Understudy (process ${taken.heldBy.pid}), so it was not opened a second time. Nothing was changed.`,
    remedy: { text: 'Close the other one, or choose another project.', action: 'choose-project' }
  })
}

function takeOrExplain(dir: string): Taken {
  try {
    return takeLock(path.join(dir, LOCK_FILE))
  } catch (cause) {
    if (!['EACCES', 'EPERM', 'EROFS', 'ENOENT', 'ENOTDIR'].includes(codeOf(cause))) throw cause
    throw new AppError({
      code: 'project_not_writable',
      message: `The project folder ${dir} cannot be written to, so nothing was opened or changed.`,
      remedy: {
        text: 'Choose a folder of yours, or give yourself the right to write to this one.',
        action: 'choose-project'
      },
      cause
    })
  }
}

/**
 * Takes a lock file, or says who has it. The file appears with its whole content or not at all: it
 * is written under another name and linked into place, which fails where one is.
 */
export function takeLock(file: string): Taken {
  const own: Holder = { ...ownIdentity(), token: randomUUID() }
  const staged = `${file}.${own.token}`
  fs.writeFileSync(staged, JSON.stringify(own))
  try {
    const found = linkOrFind(staged, file)
    if (found === 'linked') return { release: () => giveBack(file, own) }
    if (found && isAlive(found)) return { heldBy: found }
    return replaceDead({ file, staged, own })
  } finally {
    fs.rmSync(staged, { force: true })
  }
}

/**
 * Several processes may find the same dead holder. Only the one with this second lock may replace
 * it, after looking again: the first replacement must not be taken for the dead one.
 */
function replaceDead({ file, staged, own }: { file: string; staged: string; own: Holder }): Taken {
  const guard = takeLock(`${file}.replacing`)
  if ('heldBy' in guard) return guard
  try {
    const found = linkOrFind(staged, file)
    if (found !== 'linked') {
      if (found && isAlive(found)) return { heldBy: found }
      fs.renameSync(staged, file)
    }
    return { release: () => giveBack(file, own) }
  } finally {
    guard.release()
  }
}

/** Puts the staged file in place, or reads what lies there; null when that names no process. */
function linkOrFind(staged: string, file: string): 'linked' | Holder | null {
  for (;;) {
    try {
      fs.linkSync(staged, file)
      return 'linked'
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error
    }
    // Its holder may have given it back in between; then it is free to be taken.
    const content = readIfThere(file)
    if (content !== null) return parseHolder(content)
  }
}

function giveBack(file: string, own: Holder): void {
  const content = readIfThere(file)
  if (content !== null && parseHolder(content)?.token === own.token) fs.rmSync(file)
}

function readIfThere(file: string): string | null {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw error
  }
}

function parseHolder(content: string): Holder | null {
  try {
    return Holder.parse(JSON.parse(content))
  } catch {
    return null
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : ''
