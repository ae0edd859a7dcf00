import fs from 'node:fs'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { lmStudio } from '../fixtures/generation/engines'
import type { LmStudioDouble } from '../fixtures/lm-studio/lm-studio'
import { ask, endOf } from './fixtures/bridge'
import { go } from './fixtures/screens'
import { openWindow, settled, takePictures } from './fixtures/window'

const MINUTES = 60_000
const NAME = 'tea-break-neighbour v1'
const TOPICS = ['Mend a wobbly chair', 'Bake simple bread', 'Sleep well in summer', 'Start running']

test(
  'from a new persona to a tuned model that is proved on stage and writes the next drafts',
  async () => {
    const studio = await lmStudio()
    const { page } = await openWindow({ userHome: studio.userHome })
    await takePictures(page, 'home-first')
    // Short drafts, so that the loop is quick; everything else is done as a person does it.
    const sampling = { temperature: 0.8, topP: 0.95, minP: 0.05, maxTokens: 40 }
    const server = { name: 'lmstudio' as const, baseUrl: studio.url }
    await ask(page, 'engines.update', { sampling, server })

    await makePersona(page)
    await addTopics(page)
    await rankAll(page)
    await buildPython(page)
    await trainAndLoad(page)
    await isProved(page, studio)
    await writesTheNextDrafts(page)
    await compare(page)
    await lookAround(page)
  },
  25 * MINUTES
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

/** A few quick steps and short samples, all else as the form proposes it; then the button does the rest. */
async function trainAndLoad(page: Page): Promise<void> {
  await page.keyboard.press('Escape')
  await page.getByRole('link', { name: 'Train', exact: true }).click()
  await takePictures(page, 'train-empty')
  await page.getByRole('link', { name: 'New run' }).first().click()
  await page.getByRole('button', { name: /Start run/ }).waitFor()
  await takePictures(page, 'train-new')
  await page.getByRole('button', { name: /^Advanced/ }).click()
  await page.getByLabel('Most steps a stage').fill('3')
  await page.getByLabel('Samples every').fill('3')
  await page.getByLabel('Sample length').fill('8')
  await page.getByRole('button', { name: 'Start and load' }).click()
  await page.getByRole('dialog').getByText('link on the same disk').waitFor()
  await takePictures(page, 'deploy-asking')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: `Bringing ${NAME} on stage` }).waitFor()
  await takePictures(page, 'deploy-training')
  const { hash } = new URL(page.url())

  const [run] = await ask(page, 'runs.list', {})
  await go(page, `/train/${run?.id ?? ''}`)
  await page
    .getByText('tok/s')
    .first()
    .waitFor({ timeout: 6 * MINUTES })
  await takePictures(page, 'train-run')
  const deployment = page.getByRole('link', { name: /^See (how far it is|it on stage)/ })
  await deployment.waitFor({ timeout: 10 * MINUTES })
  await takePictures(page, 'train-done')
  await deployment.click()
  expect(new URL(page.url()).hash).toBe(hash)
  await page
    .getByRole('heading', { name: `${NAME} is on stage` })
    .waitFor({ timeout: 12 * MINUTES })
  await takePictures(page, 'deploy-done')
}

/** What the window says is what stands there. */
async function isProved(page: Page, studio: LmStudioDouble): Promise<void> {
  const models = await ask(page, 'models.list', {})
  expect(models.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['base', 'adapter', 'gguf'])
  )
  expect(models.find(({ kind }) => kind === 'gguf')?.canaryAgrees).toBe(true)
  const [deployment] = await ask(page, 'deployments.list', {})
  expect(deployment).toMatchObject({ name: NAME, onStage: true, state: { status: 'succeeded' } })
  expect(deployment?.steps.map(({ state }) => state)).toEqual(Array(7).fill('done'))
  expect(deployment?.proof?.checks.every(({ passed }) => passed)).toBe(true)
  expect(fs.statSync(deployment?.placedAt ?? '').size).toBeGreaterThan(1e6)
  expect(studio.loadedIds()).toEqual([deployment?.instanceId])
  const proof = page.getByRole('region', { name: 'The proof' })
  await proof
    .getByText(deployment?.proof?.question ?? '')
    .first()
    .waitFor()
  await page
    .getByText(deployment?.key ?? '')
    .first()
    .waitFor()
}

/** The topic that waits is written by what stands on stage. */
async function writesTheNextDrafts(page: Page): Promise<void> {
  const sampling = { temperature: 0.7, topP: 0.95, minP: 0.05, maxTokens: 12 }
  await ask(page, 'engines.update', { sampling })
  const [persona] = await ask(page, 'personas.list', {})
  const topic = { title: 'A late train', prompt: 'Write about a late train.' }
  const { id } = await ask(page, 'topics.create', { personaId: persona?.id ?? '', ...topic })
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
  await page.goBack()
}

async function compare(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Chat, side by side' }).click()
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
