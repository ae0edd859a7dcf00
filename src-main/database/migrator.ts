import type Sqlite from 'better-sqlite3'
import { sql, type Transaction } from 'kysely'
import { AppError } from '../app-error'
import { backUp } from './backup'
import type { Migration } from './migration'
import { initial } from './migrations/0001-initial'
import { authoring } from './migrations/0002-authoring'
import { training } from './migrations/0003-training'
import { deliver } from './migrations/0004-deliver'
import type { Database, Schema } from './schema'

/** The database's `user_version` is the number of migrations it has been through. */
export const migrations: readonly Migration[] = [initial, authoring, training, deliver]

type Options = {
  db: Database
  sqlite: Sqlite.Database
  backupsDir: string
  /** All but tests leave it out. */
  steps?: readonly Migration[]
}

/**
 * Brings the database to the newest schema, each migration in a transaction of its own.
 * A database with data in it is backed up first.
 *
 * @throws AppError `project_newer` when a newer app made it; the file is then untouched
 */
export async function migrate({
  db,
  sqlite,
  backupsDir,
  steps = migrations
}: Options): Promise<void> {
  const version = Number(sqlite.pragma('user_version', { simple: true }))
  if (version > steps.length) throw newerProject(version, steps.length)
  if (version === steps.length) return
  if (version > 0)
    await backUp({ sqlite, backupsDir, label: `before-${steps[version]?.name ?? ''}` })

  for (const [index, migration] of steps.entries()) {
    if (index < version) continue
    await db.transaction().execute(async (transaction) => {
      await migration.up(transaction)
      await setVersion(transaction, index + 1)
    })
  }
}

/** `user_version` takes no parameter; the number is our own. */
async function setVersion(transaction: Transaction<Schema>, version: number): Promise<void> {
  await sql`pragma user_version = ${sql.lit(version)}`.execute(transaction)
}

function newerProject(version: number, known: number): AppError {
  return new AppError({
    code: 'project_newer',
    message: `This project was last opened by a newer Understudy (schema ${String(version)}; this one knows ${String(known)}). It was not touched.`,
    remedy: {
      text: 'Update Understudy, or choose another project.',
      action: 'choose-project'
    }
  })
}
