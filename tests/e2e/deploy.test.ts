import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openDatabase } from '../../src-main/database/connection'
import { createEvents } from '../../src-main/events'
import { createModels } from '../../src-main/models/models'
import { KEY, lmStudio } from '../fixtures/generation/engines'
import type { LmStudioDouble } from '../fixtures/lm-studio/lm-studio'
import { bentModel, registerTuned } from '../integration/deploy/deployed-project'
import { places } from '../integration/deploy/trained-project'
import { ask } from './fixtures/bridge'
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
  8 * MINUTES
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

const onStage = (page: Page): Promise<void> =>
  page.getByRole('heading', { name: `${NAME} is on stage` }).waitFor({ timeout: 5 * MINUTES })

const failsWith = async (page: Page, words: string, picture: string): Promise<void> => {
  await page
    .getByRole('alert')
    .getByText(words)
    .first()
    .waitFor({ timeout: 5 * MINUTES })
  await takePictures(page, `deploy-${picture}`)
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
