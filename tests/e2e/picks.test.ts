import fs from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { AxeBuilder } from '@axe-core/playwright'
import { expect, test } from 'vitest'
import { openDatabase } from '../../src-main/database/connection'
import type { Database } from '../../src-main/database/schema'
import { listLatestDrafts } from '../../src-main/drafts/repository'
import { createEvents } from '../../src-main/events'
import { createModels } from '../../src-main/models/models'
import { saveScores } from '../../src-main/models/scores'
import { fillProject } from '../fixtures/written-project'
import { insertFinishedRun } from '../integration/models/finished-run'
import { ask } from './fixtures/bridge'
import { newProjectDir, openWindow, takePictures } from './fixtures/window'

test('the reward model’s opinion is asked for, accepted, taken back, and stands beside a ranking', async () => {
  const projectDir = newProjectDir()
  const { personaId, waiting, other } = await projectWithScores(projectDir)
  const { page } = await openWindow({ projectDir })
  await goTo(page, `/topics/${waiting}`)
  await page.getByRole('list', { name: 'Drafts' }).waitFor()
  expect(await page.locator('[data-pick]').count()).toBe(0)

  await page.keyboard.press('p')
  await page.getByText('It picks B, clearly: 0.80 before A.').waitFor()
  await page.getByText('How often it agrees with you was not measured').waitFor()
  await takePictures(page, 'topic-pick')
  await accessible(page)
  await page.getByRole('button', { name: 'Accept B' }).click()
  await page.getByText('You accepted B and rejected A and C.').waitFor()
  await page.getByText('That is your choice too. It orders 2 of your 2 pairs as you did.').waitFor()
  await takePictures(page, 'topic-picked')
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('button', { name: 'Accept B' }).waitFor()

  await goTo(page, `/personas/${personaId}`)
  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Let the reward model pick for 3' }).click()
  await page.getByRole('list', { name: 'Picks' }).getByText('cannot tell').waitFor()
  await page.getByRole('button', { name: 'Score the drafts of 1' }).waitFor()
  await takePictures(page, 'list-pick')
  await accessible(page)
  await page.getByRole('button', { name: 'Accept none' }).click()

  await ask(page, 'rankings.submit', await orderOf(page, other))
  await goTo(page, `/topics/${other}`)
  await page.getByText(/^It cannot tell: . and . lie 0\.04 apart\.$/).waitFor()
})

/** Three topics to rank, two of them scored by a reward model that has its files. */
async function projectWithScores(projectDir: string) {
  fs.mkdirSync(projectDir, { recursive: true })
  const db = await openDatabase(projectDir)
  try {
    const { topicIds, personaIds } = await fillProject(db, { topics: 3 })
    const [waiting = '', other = ''] = topicIds
    const [personaId = ''] = personaIds
    const modelId = await rewardModel(db, { projectDir, personaId })
    await scoreDrafts(db, { topicId: waiting, modelId, scores: [0.1, 0.9, -0.6] })
    await scoreDrafts(db, { topicId: other, modelId, scores: [0.1, 0.14, -0.6] })
    return { personaId, waiting, other }
  } finally {
    await db.destroy()
  }
}

async function rewardModel(
  db: Database,
  { projectDir, personaId }: { projectDir: string; personaId: string }
): Promise<string> {
  const places = { db, events: createEvents(), projectDir, resourcesDir: projectDir }
  const models = createModels(places)
  const file = path.join(projectDir, 'base.gguf')
  fs.writeFileSync(file, 'x')
  const base = await models.register({
    kind: 'base',
    name: 'A small base',
    path: file,
    parentId: null,
    runId: null,
    quantization: null,
    licence: null,
    canaryAgrees: null
  })
  const runId = await insertFinishedRun(db, { baseModelId: base.id, personaId })
  const folder = path.join(projectDir, 'runs', runId)
  fs.mkdirSync(folder, { recursive: true })
  const reward = { runId, kind: 'reward' as const, name: 'calm scorer', baseModelId: base.id }
  return models.registerAdapter({ ...reward, path: folder })
}

async function scoreDrafts(
  db: Database,
  { topicId, modelId, scores }: { topicId: string; modelId: string; scores: number[] }
): Promise<void> {
  const drafts = await listLatestDrafts(db, topicId)
  const own = drafts.map(({ id }, index) => ({ draftId: id, score: scores[index] ?? 0 }))
  await saveScores(db, modelId, own)
}

/** The drafts of a topic as the person would rank them, the last one best. */
async function orderOf(page: Page, topicId: string) {
  const { drafts, seed } = await ask(page, 'rankings.item', { topicId })
  const ids = drafts.map(({ id }) => id)
  const groups = ids.toReversed().map((id) => [id])
  return { topicId, groups, presentation: ids, seed, elapsedMs: 1000 }
}

async function goTo(page: Page, route: string): Promise<void> {
  await page.evaluate((to) => (location.hash = to), route)
}

async function accessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
}
