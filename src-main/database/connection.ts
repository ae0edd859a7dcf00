import fs from 'node:fs'
import path from 'node:path'
import Sqlite from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'
import { AppError, isDiskFull, diskFull } from '../app-error'
import { backUpDaily } from './backup'
import { folded } from './folded'
import { migrate } from './migrator'
import type { Database, Schema } from './schema'

export const DATABASE_FILE = 'understudy.db'

/** Whether opening the project would make it. */
export const isNewProject = (projectDir: string): boolean =>
  !fs.existsSync(path.join(projectDir, DATABASE_FILE))

/**
 * Opens the project's database, makes or migrates it, and sees to today's backup.
 * An acknowledged write is on disk: WAL with `synchronous=FULL` and full fsync at checkpoints.
 *
 * @throws AppError `project_newer`, `project_damaged`, `project_not_writable` or `disk_full`
 */
export async function openDatabase(projectDir: string): Promise<Database> {
  const sqlite = connect(path.join(projectDir, DATABASE_FILE))
  const db = new Kysely<Schema>({ dialect: new SqliteDialect({ database: sqlite }) })
  const backupsDir = path.join(projectDir, 'backups')
  try {
    await migrate({ db, sqlite, backupsDir })
    await backUpDaily({ sqlite, backupsDir })
  } catch (error) {
    await db.destroy()
    throw asProjectError(error, projectDir)
  }
  return db
}

function connect(file: string): Sqlite.Database {
  try {
    const sqlite = new Sqlite(file)
    sqlite.pragma('journal_mode = WAL')
    sqlite.pragma('synchronous = FULL')
    sqlite.pragma('checkpoint_fullfsync = ON')
    sqlite.pragma('foreign_keys = ON')
    sqlite.pragma('busy_timeout = 5000')
    // SQLite's own folding of case knows ASCII alone.
    sqlite.function('folded', { deterministic: true }, (text: unknown) =>
      typeof text === 'string' ? folded(text) : null
    )
    return sqlite
  } catch (error) {
    throw asProjectError(error, path.dirname(file))
  }
}

function asProjectError(error: unknown, projectDir: string): unknown {
  if (error instanceof AppError) return error
  if (isDiskFull(error)) return diskFull(error, 'Opening the project')
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (/^SQLITE_(CORRUPT|NOTADB)/.test(code)) {
    return new AppError({
      code: 'project_damaged',
      message: `The project’s database in ${projectDir} is damaged and was left as it is.`,
      remedy: {
        text: `Copies from earlier days are in ${path.join(projectDir, 'backups')}. Choose another project, or put one of them in its place.`,
        action: 'choose-project'
      },
      cause: error
    })
  }
  if (/^SQLITE_(CANTOPEN|READONLY|PERM|IOERR)/.test(code) || !fs.existsSync(projectDir)) {
    return notWritable(projectDir, error)
  }
  return error
}

/** @throws AppError `project_not_writable` */
export function makeProjectFolder(projectDir: string): void {
  try {
    fs.mkdirSync(projectDir, { recursive: true })
    fs.accessSync(projectDir, fs.constants.W_OK)
  } catch (cause) {
    throw notWritable(projectDir, cause)
  }
}

function notWritable(projectDir: string, cause: unknown): AppError {
  return new AppError({
    code: 'project_not_writable',
    message: `The project folder ${projectDir} cannot be written to, so nothing was opened or changed.`,
    remedy: {
      text: 'Choose a folder of yours, or give yourself the right to write to this one.',
      action: 'choose-project'
    },
    cause
  })
}
