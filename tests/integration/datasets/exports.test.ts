import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '../../fixtures/project'
import { openDesk } from '../rankings/desk'

const read = (dir: string, name: string): unknown[] =>
  fs
    .readFileSync(path.join(dir, name), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line): unknown => JSON.parse(line))

test('the three files, to the letter', async () => {
  const { db, call, rank, topicIds } = await openDesk({ topics: 1 })
  const [topicId = ''] = topicIds
  await rank(topicId)
  const topic = await db.selectFrom('topics').selectAll().executeTakeFirstOrThrow()
  const persona = await db.selectFrom('personas').selectAll().executeTakeFirstOrThrow()
  const taught = await call('datasets.ofTopic', { topicId })
  const [best, middle, worst] = taught?.drafts.map(({ text }) => text) ?? []
  const instruction = `You are the following persona:

${persona.name}
${persona.description}

Generate content for this request:
${topic.prompt}
`
  const folder = path.join(temporaryFolder(), 'new')
  const { files } = await call('datasets.export', { folder })
  expect(files.map(({ rows }) => rows)).toEqual([1, 3, 3])
  expect(fs.readdirSync(folder).sort()).toEqual([
    'export_dpo.jsonl',
    'export_rm.jsonl',
    'export_sft.jsonl'
  ])
  expect(fs.readFileSync(path.join(folder, 'export_sft.jsonl'), 'utf8')).toBe(
    `${JSON.stringify({ instruction, output: best })}\n`
  )
  expect(read(folder, 'export_dpo.jsonl')).toEqual([
    { instruction, chosen: best, rejected: middle },
    { instruction, chosen: best, rejected: worst },
    { instruction, chosen: middle, rejected: worst }
  ])
  expect(read(folder, 'export_rm.jsonl')).toEqual([
    { instruction, response: best, reward: 1 },
    { instruction, response: middle, reward: 0 },
    { instruction, response: worst, reward: -1 }
  ])
})

test('nothing of another is written over, and nothing ranked is nothing to export', async () => {
  const { call, rank, topicIds } = await openDesk({ topics: 1 })
  const folder = temporaryFolder()
  await expect(call('datasets.export', { folder })).rejects.toMatchObject({
    code: 'nothing_to_learn'
  })
  await rank(topicIds[0] ?? '')
  const mine = path.join(folder, 'export_dpo.jsonl')
  fs.writeFileSync(mine, 'mine')
  await expect(call('datasets.export', { folder })).rejects.toMatchObject({ code: 'conflict' })
  expect(fs.readdirSync(folder)).toEqual(['export_dpo.jsonl'])
  expect(fs.readFileSync(mine, 'utf8')).toBe('mine')
  await call('datasets.export', { folder, overwrite: true })
  expect(fs.readdirSync(folder)).toHaveLength(3)
})
