import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { ask, endOf } from './fixtures/bridge'
import { go } from './fixtures/screens'
import { openWindow, settled, takePictures } from './fixtures/window'

const MINUTES = 60_000
const TOPICS = ['Mend a wobbly chair', 'Bake simple bread', 'Sleep well in summer', 'Start running']

test(
  'from a new persona to a tuned model that answers',
  async () => {
    const { page } = await openWindow()
    await takePictures(page, 'home-first')
    // Short drafts, so that the loop is quick; everything else is done as a person does it.
    const sampling = { temperature: 0.8, topP: 0.95, minP: 0.05, maxTokens: 40 }
    await ask(page, 'engines.update', { sampling })

    await makePersona(page)
    await addTopics(page)
    await rankAll(page)
    await buildPython(page)
    await trainAndExport(page)
    await compare(page)
    await lookAround(page)
  },
  30 * MINUTES
)

async function makePersona(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'New persona' }).first().click()
  await page.getByRole('button', { name: 'Create persona' }).click()
  await page.getByText('A persona needs a name.').waitFor()
  await takePictures(page, 'persona-new-problems')
  await page.getByLabel('Name', { exact: true }).fill('Tea-break neighbour')
  await page
    .getByLabel('Voice', { exact: true })
    .fill('Practical advice over a cup of tea, in plain words.')
  await takePictures(page, 'persona-new')
  await page.getByRole('button', { name: 'Create persona' }).click()
}

async function addTopics(page: Page): Promise<void> {
  const lines = TOPICS.map((topic, index) => `${String(index + 1)}. ${topic}`).join('\n')
  await page.getByLabel('Topics', { exact: true }).fill(lines)
  await page.getByText('4 new').waitFor()
  await takePictures(page, 'persona-add-topics')
  await page.getByRole('button', { name: 'Add 4 topics' }).click()
  await page
    .getByText(TOPICS[0] ?? '')
    .first()
    .click()
  await page
    .getByRole('link', { name: TOPICS[0] ?? '' })
    .first()
    .click()
    .catch(() => undefined)
  await takePictures(page, 'topic-writing')
  await expect.poll(() => toRank(page), { timeout: 6 * MINUTES, interval: 500 }).toBe(TOPICS.length)
  await takePictures(page, 'topic-written')
}

const toRank = async (page: Page): Promise<number> =>
  (await ask(page, 'topics.list', { status: 'toRank' })).total

async function rankAll(page: Page): Promise<void> {
  await page.getByRole('link', { name: /^Rank/ }).first().click()
  await page.locator('.asks', { hasText: 'Which is best?' }).waitFor()
  const shown = await page.locator('body').innerHTML()
  expect(shown).not.toContain('SmolLM2')
  await takePictures(page, 'rank')

  await page.keyboard.press('2')
  await page.locator('.asks', { hasText: 'Which is worst?' }).waitFor()
  await takePictures(page, 'rank-best')
  await page.keyboard.press('u')
  await page.locator('.asks', { hasText: 'Which is best?' }).waitFor()

  for (let topic = 0; topic < TOPICS.length; topic += 1) {
    await page.locator('.asks', { hasText: 'Which is best?' }).waitFor()
    await page.keyboard.press('1')
    await page.keyboard.press('3')
    await page.locator('.asks', { hasText: /pairs added/ }).waitFor()
    if (topic === 0) {
      await page.getByText('SmolLM2').first().waitFor()
      await takePictures(page, 'rank-revealed')
    }
    await page.keyboard.press('Enter')
  }
  expect(await toRank(page)).toBe(0)
  await takePictures(page, 'rank-finished')
  const [ranking] = await ask(page, 'rankings.recent', { limit: 1 })
  expect(ranking?.groups).toHaveLength(3)
  expect(ranking?.pairs).toBe(3)
}

async function buildPython(page: Page): Promise<void> {
  const { jobId } = await ask(page, 'python.build', {})
  expect((await endOf(page, jobId)).state.status).toBe('succeeded')
}

async function trainAndExport(page: Page): Promise<void> {
  await page.keyboard.press('Escape')
  await page.getByRole('link', { name: 'Train', exact: true }).click()
  await takePictures(page, 'train-empty')
  await page.getByRole('link', { name: 'New run' }).first().click()
  await page.getByRole('button', { name: /Start run/ }).waitFor()
  await takePictures(page, 'train-new')
  await page.getByRole('button', { name: /Start run/ }).click()
  await page.getByRole('button', { name: /Stop and keep checkpoint/ }).waitFor()
  await page
    .getByText('tok/s')
    .first()
    .waitFor({ timeout: 6 * MINUTES })
  await takePictures(page, 'train-run')

  await page
    .getByRole('button', { name: /^Load into LM Studio/ })
    .waitFor({ timeout: 14 * MINUTES })
  await takePictures(page, 'train-done')
  const { hash } = new URL(page.url())
  await go(page, '/models')
  await page.getByRole('button', { name: /^More for tea-break/i }).click()
  await page.getByRole('menuitem', { name: 'Export as a GGUF file' }).click()
  await page.getByRole('button', { name: 'Show log' }).waitFor()
  await go(page, hash.slice(1))
  await page.getByRole('link', { name: 'Compare in chat' }).waitFor({ timeout: 12 * MINUTES })
  const models = await ask(page, 'models.list', {})
  expect(models.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['base', 'adapter', 'merged', 'gguf'])
  )
  expect(models.find(({ kind }) => kind === 'gguf')?.canaryAgrees).toBe(true)
  await takePictures(page, 'train-exported')
}

async function compare(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Compare in chat' }).click()
  await page.getByRole('textbox').first().fill('How do I mend a chair?')
  await takePictures(page, 'chat-asking')
  await page.keyboard.press('Enter')
  await page
    .getByText(/tok\/s/)
    .nth(1)
    .waitFor({ timeout: 5 * MINUTES })
  await page.getByRole('button', { name: /^Stop/ }).waitFor({ state: 'hidden' })
  const answers = await page.locator('.read .read').allInnerTexts()
  expect(answers).toHaveLength(2)
  for (const answer of answers) expect(answer.trim().length).toBeGreaterThan(10)
  await takePictures(page, 'chat-answered')
}

async function lookAround(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Models', exact: true }).first().click()
  await page.getByText('Q4_K_M').first().waitFor()
  await takePictures(page, 'models')
  await page.getByRole('link', { name: 'Home', exact: true }).click()
  await page.getByText('Recent').waitFor()
  await takePictures(page, 'home')
  await page.getByRole('link', { name: 'Tea-break neighbour' }).first().click()
  await page.getByText('Ranked', { exact: true }).first().waitFor()
  await takePictures(page, 'persona')
  for (const tab of ['general', 'engines', 'python']) {
    await page.evaluate((hash) => {
      window.location.hash = hash
    }, `#/settings/${tab}`)
    await settled(page)
    await takePictures(page, `settings-${tab}`)
  }
  await page.setViewportSize({ width: 960, height: 640 })
  for (const [name, hash] of [
    ['home', '#/'],
    ['train', '#/train'],
    ['models', '#/models']
  ] as const) {
    await page.evaluate((to) => {
      window.location.hash = to
    }, hash)
    await takePictures(page, `${name}-960`)
  }
}
