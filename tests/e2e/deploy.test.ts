import fs from 'node:fs'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openDatabase } from '../../src-main/database/connection'
import { createEvents } from '../../src-main/events'
import { createModels } from '../../src-main/models/models'
import { KEY, lmStudio } from '../fixtures/generation/engines'
import type { LmStudioDouble } from '../fixtures/lm-studio/lm-studio'
import { writeProject } from '../fixtures/written-project'
import { bentModel, registerTuned } from '../integration/deploy/deployed-project'
import { places } from '../integration/deploy/trained-project'
import { ask, endOf } from './fixtures/bridge'
import { go } from './fixtures/screens'
import { newProjectDir, openWindow, takePictures } from './fixtures/window'

const MINUTES = 60_000
const NAME = 'voice-1 v1'
const TOKEN = 'sk-lm-right'

test(
  'each failure on the way to LM Studio says why, and its repair works',
  async () => {
    const projectDir = newProjectDir()
    const studio = await lmStudio()
    await writeTunedModel(projectDir)
    const { page } = await openWindow({ projectDir, userHome: studio.userHome })
    await ask(page, 'engines.update', { server: { name: 'lmstudio', baseUrl: studio.url } })

    await everythingStandsInItsWay(page, studio)
    await askToLoad(page)
    await mendTheServer(page)
    await mendTheToken(page)
    await mendTheContext(page)
    await mendTheAnswer(page)
    await onStage(page)
    await unloadIt(page, studio)
  },
  16 * MINUTES
)

test(
  'one button goes from rankings to a proven answer, and on to the next drafts',
  async () => {
    const projectDir = newProjectDir()
    const { personaIds } = await writeProject({ projectDir, topics: 8, ranked: 8, longest: 90 })
    const studio = await lmStudio()
    const { page } = await openWindow({ projectDir, userHome: studio.userHome })
    await ask(page, 'engines.update', { server: { name: 'lmstudio', baseUrl: studio.url } })
    const { jobId } = await ask(page, 'python.build', {})
    expect((await endOf(page, jobId)).state.status).toBe('succeeded')

    await trainAndLoad(page)
    await onStage(page)
    await takePictures(page, 'deploy-done')
    await isProved(page, studio)
    await writesTheNextDrafts(page, personaIds[0] ?? '')
  },
  25 * MINUTES
)

/** A file beside its base, as an export leaves it; bent, so that it answers otherwise. */
async function writeTunedModel(projectDir: string): Promise<void> {
  const path = bentModel(`${projectDir}/models/voice-1-v1/voice-1-v1-Q4_1.gguf`)
  const db = await openDatabase(projectDir)
  try {
    const models = createModels({
      db,
      events: createEvents(),
      projectDir,
      resourcesDir: places.resourcesDir
    })
    await registerTuned(models, { path, name: NAME })
  } finally {
    await db.destroy()
  }
}

/** A few quick steps, all else as the form proposes it. */
async function trainAndLoad(page: Page): Promise<void> {
  await go(page, '/train/new')
  await page.getByRole('checkbox', { name: /^Prefer/, checked: true }).click()
  await page.getByRole('button', { name: /^Advanced/ }).click()
  await page.getByLabel('Most steps a stage').fill('3')
  await page.getByLabel('Sample length').fill('8')
  const start = page.getByRole('button', { name: 'Start and load' })
  await start.click()
  await page.getByRole('dialog').getByText('link on the same disk').waitFor()
  await takePictures(page, 'deploy-asking')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: `Bringing ${NAME} on stage` }).waitFor()
  await takePictures(page, 'deploy-training')
}

const onStage = (page: Page): Promise<void> =>
  page.getByRole('heading', { name: `${NAME} is on stage` }).waitFor({ timeout: 18 * MINUTES })

const failsWith = async (page: Page, words: string, picture: string): Promise<void> => {
  await page
    .getByRole('alert')
    .getByText(words)
    .first()
    .waitFor({ timeout: 5 * MINUTES })
  await takePictures(page, `deploy-${picture}`)
}

/** What the window says is what stands there. */
async function isProved(page: Page, studio: LmStudioDouble): Promise<void> {
  const [deployment] = await ask(page, 'deployments.list', {})
  expect(deployment).toMatchObject({ name: NAME, onStage: true, state: { status: 'succeeded' } })
  expect(deployment?.steps.map(({ state }) => state)).toEqual(Array(7).fill('done'))
  expect(deployment?.proof?.checks.every(({ passed }) => passed)).toBe(true)
  expect(fs.statSync(deployment?.placedAt ?? '').size).toBeGreaterThan(1e6)
  expect(studio.loadedIds()).toEqual([deployment?.instanceId])
  const proof = page.getByRole('region', { name: 'The proof' })
  await proof.getByText(deployment?.proof?.question ?? '').waitFor()
  await page
    .getByText(deployment?.key ?? '')
    .first()
    .waitFor()
}

/** One failure comes to light after the other, as each is mended. */
async function everythingStandsInItsWay(page: Page, studio: LmStudioDouble): Promise<void> {
  const [file] = (await ask(page, 'models.list', {})).filter(({ kind }) => kind === 'gguf')
  await studio.load(KEY)
  studio.set({
    auth: TOKEN,
    guardrailBytes: (file?.sizeBytes ?? 0) + 2100 * 23_040,
    wrongModelEcho: true
  })
  await studio.stopServer()
}

async function askToLoad(page: Page): Promise<void> {
  await go(page, '/models')
  await page.getByRole('button', { name: `Load: ${NAME}` }).click()
  await page.getByRole('dialog').getByText('link on the same disk').waitFor()
  await page.keyboard.press('Enter')
}

async function mendTheServer(page: Page): Promise<void> {
  await failsWith(page, 'its server is off', 'server-off')
  await page.getByRole('button', { name: /^Start the server/ }).click()
}

async function mendTheToken(page: Page): Promise<void> {
  await failsWith(page, 'asks for an API token', 'token')
  await page.getByLabel('API token').fill(TOKEN)
  await page.keyboard.press('Enter')
}

async function mendTheContext(page: Page): Promise<void> {
  await failsWith(page, 'LM Studio refused to load', 'guardrail')
  await page.getByRole('button', { name: /^Load with 2,048/ }).click()
}

/** What would step down is named before it does. */
async function mendTheAnswer(page: Page): Promise<void> {
  await failsWith(page, `answered with “${KEY}”`, 'wrong-model')
  await page.getByRole('button', { name: /^Unload other models first/ }).click()
  const dialog = page.getByRole('alertdialog')
  await dialog.getByText('SmolLM2-135M-Instruct').last().waitFor()
  await takePictures(page, 'deploy-unload-others')
  await dialog.getByRole('button', { name: /^Unload one model and load/ }).click()
}

/** In Models the line says where it stands, and its button does the next thing. */
async function unloadIt(page: Page, studio: LmStudioDouble): Promise<void> {
  await go(page, '/models')
  await page.getByText(`${NAME} answers in LM Studio.`).waitFor()
  await takePictures(page, 'models-on-stage')
  await page.getByRole('button', { name: `Unload: ${NAME}` }).click()
  await page.getByText('Placed, not loaded').waitFor()
  expect(studio.loadedIds()).toEqual([])
}

/** The topic that waits is written by what stands on stage. */
async function writesTheNextDrafts(page: Page, personaId: string): Promise<void> {
  const short = { temperature: 0.7, topP: 0.95, minP: 0.05, maxTokens: 12 }
  await ask(page, 'engines.update', { sampling: short })
  const topic = { personaId, title: 'A late train', prompt: 'Write about a late train.' }
  const { id } = await ask(page, 'topics.create', topic)
  await page.getByRole('button', { name: /^Write the next drafts with v1/ }).click()
  await page.waitForURL(`**/topics/${id}`)
  const drafts = (): Promise<number> =>
    ask(page, 'drafts.list', { topicId: id }).then(({ length }) => length)
  await expect.poll(drafts, { timeout: 6 * MINUTES, interval: 250 }).toBe(3)
  await takePictures(page, 'deploy-writes')
  const [deployment] = await ask(page, 'deployments.list', {})
  expect((await ask(page, 'engines.settings', {})).writer).toEqual({
    engine: 'openai',
    server: 'lmstudio',
    model: deployment?.key
  })
}
