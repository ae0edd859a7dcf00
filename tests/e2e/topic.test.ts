import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { ask } from './fixtures/bridge'
import { openWindow, settled, takePictures } from './fixtures/window'

const MINUTES = 60_000
const SHORT = 'Say what a good kettle is worth. Two sentences.'
const LONG = 'Tell the whole life of a lighthouse keeper, year by year, in two thousand words.'

test('the first screen ranks the sample, removes it, and brings it back', async () => {
  const { page } = await openWindow({ withSample: true })
  await page.getByText('Teach a model your taste, one ranking at a time.').waitFor()
  await page.getByText('Nothing leaves this computer.').waitFor()
  await page.getByText('The sample is ready now').waitFor()
  await takePictures(page, 'home-sample')

  await page.getByRole('button', { name: 'Remove the sample' }).click()
  await page.getByRole('button', { name: 'Create your first persona' }).waitFor()
  expect(await ask(page, 'personas.list', {})).toEqual([])
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('button', { name: 'Rank three sample drafts' }).waitFor()

  // The focus is still on what was pressed last; Return is for the page once nothing else has it.
  await page.locator('#page').focus()
  await page.keyboard.press('Enter')
  await page.locator('.asks', { hasText: 'Which is best?' }).waitFor()
})

test(
  'a topic is written, one draft of it again, ranked, and ranked back',
  async () => {
    const { page } = await openWindow()
    const topicId = await makeTopic(page, { prompt: SHORT, maxTokens: 60 })
    await page.evaluate((id) => (location.hash = `/topics/${id}`), topicId)

    await page.getByRole('button', { name: 'Write three drafts' }).waitFor()
    await page.keyboard.press('w')
    await page.getByText('Writing three drafts').waitFor()
    await isWritten(page)
    const before = await textsOf(page, topicId)
    expect(before).toHaveLength(3)
    await page.getByText('Cost of this topic').waitFor()
    const galleys = await page.getByRole('list', { name: 'Drafts' }).innerHTML()
    expect(galleys).not.toMatch(/smollm/i)

    await writeOneAgain(page, topicId, before)
    await readHistory(page, before)
    await comment(page)
    await rankAndLook(page, topicId)
    await takeBackAndUndo(page, topicId)
    await writeFromTheSameSeed(page, topicId, before)
  },
  4 * MINUTES
)

test(
  'a stop keeps what is written',
  async () => {
    const { page } = await openWindow()
    const topicId = await makeTopic(page, { prompt: LONG, maxTokens: 1500 })
    await page.evaluate((id) => (location.hash = `/topics/${id}`), topicId)
    await page.getByRole('button', { name: 'Write three drafts' }).click()
    await page.getByText(/up to about .* left/).waitFor({ timeout: MINUTES })
    await page.keyboard.press('Control+.')
    await isWritten(page)
    const drafts = await ask(page, 'drafts.list', { topicId })
    expect(drafts.length).toBeGreaterThanOrEqual(2)
    expect(drafts.every(({ text }) => text.length > 0)).toBe(true)
    // One may have come to its own end meanwhile.
    expect(drafts.some(({ cutShort }) => cutShort)).toBe(true)
    await page.getByText('cut short').first().waitFor()
  },
  3 * MINUTES
)

type TopicOptions = { prompt: string; maxTokens: number }

async function makeTopic(page: Page, { prompt, maxTokens }: TopicOptions): Promise<string> {
  const sampling = { temperature: 0.8, topP: 0.95, minP: 0.05, maxTokens }
  await ask(page, 'engines.update', { sampling })
  const persona = await ask(page, 'personas.create', {
    name: 'Tea-break neighbour',
    description: 'Practical advice over a cup of tea, in plain words.'
  })
  const topic = await ask(page, 'topics.create', {
    personaId: persona.id,
    title: 'Kettles',
    prompt
  })
  return topic.id
}

const isWritten = (page: Page) =>
  page
    .getByRole('link', { name: 'Rank', exact: false })
    .and(page.locator('.bar .primary'))
    .waitFor({ timeout: 2 * MINUTES })

const textsOf = async (page: Page, topicId: string): Promise<string[]> =>
  (await ask(page, 'drafts.list', { topicId })).map(({ text }) => text)

async function writeOneAgain(page: Page, topicId: string, before: string[]): Promise<void> {
  await page.getByRole('button', { name: /Write draft B again/ }).click()
  await page.getByText('Writing draft B again').waitFor()
  await isWritten(page)
  const after = await textsOf(page, topicId)
  expect([after[0], after[2]]).toEqual([before[0], before[2]])
  expect(after[1]).not.toBe(before[1])
}

async function readHistory(page: Page, before: string[]): Promise<void> {
  await page.keyboard.press('h')
  await page.getByRole('heading', { name: /^Draft B, today at/ }).waitFor()
  await takePictures(page, 'topic-history')
  const first = (before[1] ?? '').split(/\s+/).slice(0, 3).join(' ')
  await page.getByRole('list', { name: 'Earlier drafts' }).getByText(first).first().waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('list', { name: 'Drafts' }).waitFor()
}

async function comment(page: Page): Promise<void> {
  await page.keyboard.press('c')
  await page.getByLabel('Comment', { exact: true }).fill('B says it best.')
  await page.getByRole('tab', { name: 'B' }).click()
  await page.keyboard.press('Control+Enter')
  const said = page.getByText('B says it best.')
  await page.getByText(/^On B,/).waitFor()
  await said.hover()
  await page.getByRole('button', { name: 'Delete the comment' }).click()
  await said.waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Undo' }).click()
  await said.waitFor()
}

async function rankAndLook(page: Page, topicId: string): Promise<void> {
  await page.getByRole('button', { name: 'More' }).focus()
  await page.keyboard.press('r')
  await page.locator('.asks', { hasText: 'Which is best?' }).waitFor()
  await page.keyboard.press('1')
  await page.keyboard.press('3')
  await page.locator('.asks', { hasText: /pairs added/ }).waitFor()
  await page.evaluate((id) => (location.hash = `/topics/${id}`), topicId)
  await page.getByRole('heading', { name: /is best, then/ }).waitFor()
  await page.getByRole('heading', { name: 'What this ranking became' }).waitFor()
  const origins = page.getByRole('table')
  expect(await origins.getByRole('row').count()).toBe(4)
  expect(await origins.innerText()).toMatch(/Built in/)
  await settled(page)
  await takePictures(page, 'topic-ranked')
}

async function takeBackAndUndo(page: Page, topicId: string): Promise<void> {
  const status = async () => (await ask(page, 'topics.get', { id: topicId })).status
  await page.getByRole('button', { name: 'Take the ranking back' }).click()
  await expect.poll(status).toBe('toRank')
  // Blind again: nothing on the page says who wrote them.
  await expect.poll(() => page.getByRole('table').count()).toBe(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(status).toBe('ranked')
  await page.getByRole('heading', { name: /is best, then/ }).waitFor()
}

/** The same seed, model, sampling and brief on the embedded engine: the same drafts. */
async function writeFromTheSameSeed(page: Page, topicId: string, before: string[]): Promise<void> {
  await page.getByRole('button', { name: 'Begin from this seed' }).click()
  await page.getByLabel('Seed of draft A').waitFor()
  await page.getByRole('button', { name: 'Write new drafts' }).click()
  await page.getByText('Writing three drafts').waitFor()
  await isWritten(page)
  expect(await textsOf(page, topicId)).toEqual(before)
}
