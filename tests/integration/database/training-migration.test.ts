import fs from 'node:fs'
import path from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, test } from 'vitest'
import { openDatabase } from '../../../src-main/database/connection'
import { getRun } from '../../../src-main/training/repository'
import { temporaryFolder } from '../../fixtures/project'

/** A project as the release before left it: one finished run, without settings. */
async function earlierProject(): Promise<string> {
  const dir = temporaryFolder()
  const db = await openDatabase(dir)
  await db.destroy()
  const sqlite = new Sqlite(path.join(dir, 'understudy.db'))
  sqlite.exec(`
    pragma foreign_keys = off;
    drop table draft_scores; drop table probes;
    ${['settings', 'notes', 'reward', 'reward_model_id', 'continued_from', 'halt', 'deleted_at']
      .map((column) => `alter table runs drop column ${column};`)
      .join('\n')}
    drop table deployments;
    ${['origin', 'checks', 'deleted_at'].map((column) => `alter table models drop column ${column};`).join('\n')}
    insert into models values ('m', 'base', 'SmolLM2', null, null, 'resources:m.gguf', 1, 'Q4_1', null, null, 1);
    insert into jobs values ('j', 'train', 'Train', 'r', '{}', '[]', '{"status":"succeeded","at":1,"message":""}', 'succeeded', 1, 1);
    insert into runs values ('r', 1, 'calm v1', null, 'm', 'gentle',
      '{"rankings":24,"edits":1,"pairs":70,"sftRows":22,"heldOutTopics":2}', 'j', null, null, null, 1);
    pragma user_version = 2;
  `)
  sqlite.close()
  return dir
}

test('a project of the release before keeps its runs, and is backed up first', async () => {
  const dir = await earlierProject()
  const db = await openDatabase(dir)
  expect(await getRun(db, 'r')).toMatchObject({
    name: 'calm v1',
    settings: null,
    notes: '',
    halt: null,
    data: { pairs: 70, rewardRows: 0 }
  })
  await db.destroy()
  expect(fs.existsSync(path.join(dir, 'backups', 'before-0003-training.db'))).toBe(true)
})
