import fs from 'node:fs'
import path from 'node:path'
import Sqlite from 'better-sqlite3'

const KEEP_DAILY = 7

type Options = { sqlite: Sqlite.Database; backupsDir: string }

/**
 * Writes a whole, checked copy of the database into `backupsDir` and returns its path.
 * The copy appears under its name only once SQLite has found it intact.
 */
export async function backUp({
  sqlite,
  backupsDir,
  label
}: Options & { label: string }): Promise<string> {
  await fs.promises.mkdir(backupsDir, { recursive: true })
  const file = path.join(backupsDir, `${label}.db`)
  const staged = `${file}.part`
  await fs.promises.rm(staged, { force: true })
  sqlite.prepare('vacuum into ?').run(staged)
  assertIntact(staged)
  await fs.promises.rename(staged, file)
  return file
}

/** One backup a day, the newest seven kept. A project without data has nothing to back up. */
export async function backUpDaily({
  sqlite,
  backupsDir,
  now = new Date()
}: Options & { now?: Date }): Promise<void> {
  const label = `daily-${now.toISOString().slice(0, 10)}`
  if (fs.existsSync(path.join(backupsDir, `${label}.db`)) || isEmpty(sqlite)) return
  await backUp({ sqlite, backupsDir, label })
  const dailies = (await fs.promises.readdir(backupsDir)).filter((name) =>
    /^daily-.*\.db$/.test(name)
  )
  const old = dailies.sort().slice(0, -KEEP_DAILY)
  await Promise.all(old.map((name) => fs.promises.rm(path.join(backupsDir, name))))
}

function isEmpty(sqlite: Sqlite.Database): boolean {
  return sqlite.prepare('select 1 from personas limit 1').get() === undefined
}

function assertIntact(file: string): void {
  const copy = new Sqlite(file, { readonly: true })
  try {
    const result = copy.pragma('integrity_check', { simple: true })
    if (result !== 'ok') throw new Error(`The backup ${file} is not intact: ${String(result)}`)
  } finally {
    copy.close()
  }
}
