import fs from 'node:fs'
import path from 'node:path'
import Sqlite from 'better-sqlite3'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { openDatabase } from '../../../src-main/database/connection'
import type { Migration } from '../../../src-main/database/migration'
import { migrate, migrations } from '../../../src-main/database/migrator'
import { insertPersona } from '../../../src-main/personas/repository'
import { openTestProject, temporaryFolder } from '../../fixtures/project'

const voice = { name: 'Pilot', description: 'Dry.', tags: [], keepOut: [] }

test('opens with the settings that keep an acknowledged write', async () => {
  const { db } = await openTestProject()
  const pragma = async (name: string): Promise<unknown> => {
    const { rows } = await sql<Record<string, unknown>>`pragma ${sql.raw(name)}`.execute(db)
    return Object.values(rows[0] ?? {})[0]
  }
  expect(await pragma('journal_mode')).toBe('wal')
  expect(await pragma('synchronous')).toBe(2)
  expect(await pragma('foreign_keys')).toBe(1)
  expect(await pragma('checkpoint_fullfsync')).toBe(1)
  expect(await pragma('busy_timeout')).toBe(5000)
  expect(await pragma('user_version')).toBe(migrations.length)
})

test('refuses the database of a newer app and leaves it byte for byte', async () => {
  const dir = temporaryFolder()
  const file = path.join(dir, 'understudy.db')
  const newer = new Sqlite(file)
  newer.exec('create table future (id text); pragma user_version = 99')
  newer.close()
  const before = fs.readFileSync(file)
  await expect(openDatabase(dir)).rejects.toMatchObject({ code: 'project_newer' })
  // Opening in WAL mode may only touch the file's change counter, never its pages' content.
  expect(fs.readFileSync(file).subarray(100)).toEqual(before.subarray(100))
})

test('says that a damaged database is damaged, and keeps it', async () => {
  const dir = temporaryFolder()
  fs.writeFileSync(path.join(dir, 'understudy.db'), 'not a database, but somebody’s work')
  await expect(openDatabase(dir)).rejects.toMatchObject({ code: 'project_damaged' })
  expect(fs.readFileSync(path.join(dir, 'understudy.db'), 'utf8')).toMatch(/somebody’s work/)
})

test('backs up before a migration, and the copy holds the rows', async () => {
  const { db, projectDir } = await openTestProject()
  await insertPersona(db, voice)
  const sqlite = new Sqlite(path.join(projectDir, 'understudy.db'))
  const next: Migration = {
    name: 'next-test',
    up: async (transaction) => {
      await sql`create table more (id text)`.execute(transaction)
    }
  }
  await migrate({
    db,
    sqlite,
    backupsDir: path.join(projectDir, 'backups'),
    steps: [...migrations, next]
  })
  sqlite.close()
  const backup = new Sqlite(path.join(projectDir, 'backups', 'before-next-test.db'), {
    readonly: true
  })
  expect(backup.prepare('select name from personas').all()).toEqual([{ name: 'Pilot' }])
  expect(backup.pragma('user_version', { simple: true })).toBe(migrations.length)
  backup.close()
})

test('makes one backup a day and keeps seven', async () => {
  const dir = temporaryFolder()
  const first = await openDatabase(dir)
  await insertPersona(first, voice)
  await first.destroy()
  const backups = path.join(dir, 'backups')
  fs.mkdirSync(backups)
  for (let day = 1; day <= 9; day += 1) {
    fs.writeFileSync(path.join(backups, `daily-2026-01-0${String(day)}.db`), '')
  }
  const second = await openDatabase(dir)
  await second.destroy()
  const dailies = fs.readdirSync(backups).filter((name) => name.startsWith('daily-'))
  expect(dailies).toHaveLength(7)
  expect(dailies).toContain(`daily-${new Date().toISOString().slice(0, 10)}.db`)
})
