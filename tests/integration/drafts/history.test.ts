import path from 'node:path'
import { expect, test } from 'vitest'
import { openDatabase } from '../../../src-main/database/connection'
import { newId } from '../../../src-main/database/ids'
import { insertDrafts } from '../../../src-main/drafts/repository'
import { openTestApp } from '../../fixtures/app'
import { temporaryFolder } from '../../fixtures/project'
import { writeProject } from '../../fixtures/written-project'

async function openWritten({ ranked }: { ranked: number }) {
  const projectDir = path.join(temporaryFolder(), 'Test project')
  const { topicIds } = await writeProject({ projectDir, topics: 1, ranked })
  const [topicId = ''] = topicIds
  return { ...(await openTestApp({ projectDir })), topicId }
}

/** As another writing of the topic leaves it. */
async function writeNewer({ projectDir, topicId }: { projectDir: string; topicId: string }) {
  const db = await openDatabase(projectDir)
  const setId = newId()
  await insertDrafts(
    db,
    ['Newer A', 'Newer B'].map((text, variantIndex) => ({
      topicId,
      setId,
      variantIndex,
      text,
      cutShort: false,
      parentDraftId: null,
      origin: {
        engine: 'lmstudio',
        model: 'A secret model',
        sampling: null,
        seed: null,
        promptTokens: 10,
        completionTokens: 7,
        elapsedMs: null
      }
    }))
  )
  await db.destroy()
}

async function openTwiceWritten(options: { ranked: number }) {
  const project = await openWritten(options)
  await writeNewer(project)
  return project
}

test('an earlier set that was never ranked stays blind', async () => {
  const { call, topicId } = await openTwiceWritten({ ranked: 0 })
  const history = await call('drafts.history', { topicId })
  expect(history).toMatchObject([{ ranked: false, drafts: [{}, {}, {}] }])
  expect(history[0]?.drafts.every(({ origin }) => origin === null)).toBe(true)
  expect(JSON.stringify(await call('drafts.list', { topicId }))).not.toContain('secret')
})

test('an earlier set that was ranked says what wrote it, while the latest does not', async () => {
  const { call, topicId } = await openTwiceWritten({ ranked: 1 })
  const history = await call('drafts.history', { topicId })
  expect(history).toMatchObject([{ ranked: true }])
  expect(history[0]?.drafts.map(({ origin }) => origin?.model)).toEqual(
    Array.from({ length: 3 }, () => 'A written model')
  )
  expect((await call('topics.get', { id: topicId })).status).toBe('toRank')
  expect(JSON.stringify(await call('drafts.list', { topicId }))).not.toContain('secret')
})

test('the edit of a ranking stands last in its set', async () => {
  const project = await openWritten({ ranked: 0 })
  const { call, topicId } = project
  const { drafts, seed } = await call('rankings.item', { topicId })
  const ids = drafts.map(({ id }) => id)
  await call('rankings.submit', {
    topicId,
    groups: ids.map((id) => [id]),
    presentation: ids,
    seed,
    elapsedMs: 1,
    edit: { draftId: ids[0] ?? '', text: 'Better.' }
  })
  expect(await call('drafts.history', { topicId })).toEqual([])
  await writeNewer(project)
  const [set] = await call('drafts.history', { topicId })
  expect(set?.drafts).toHaveLength(4)
  expect(set?.drafts.at(-1)).toMatchObject({ text: 'Better.', parentDraftId: ids[0] })
})

test('the cost is that of all latest drafts together', async () => {
  const { call, topicId } = await openTwiceWritten({ ranked: 0 })
  expect(await call('drafts.cost', { topicId })).toEqual({ promptTokens: 20, completionTokens: 14 })
})
