import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { writeProject } from '../fixtures/written-project'
import { ask } from './fixtures/bridge'
import { newProjectDir, openWindow, settled, takePictures } from './fixtures/window'

const TOPICS = 5000

/** All topics in a window on a project of 5,000 of them, half of them ranked. */
async function openTopics(): Promise<{ page: Page; personaIds: string[] }> {
  const projectDir = newProjectDir()
  const { personaIds } = await writeProject({
    projectDir,
    topics: TOPICS,
    personas: 3,
    ranked: 2500
  })
  const { page } = await openWindow({ projectDir })
  await page.evaluate(() => {
    window.location.hash = '#/topics'
  })
  await settled(page)
  await page.locator('tr[data-index="0"]').waitFor()
  return { page, personaIds }
}

const activeRow = (page: Page) => page.locator('tr.active').getAttribute('data-index')
const foot = (page: Page) => page.locator('.long-foot').innerText()
const chosen = (page: Page, words: string) =>
  page.locator('.foot', { hasText: `${words} selected` }).waitFor()

test('a list of 5,000 topics is moved through, chosen from and taken back by keys alone', async () => {
  const { page } = await openTopics()
  const grid = page.getByRole('grid', { name: 'Topics' })
  expect(await grid.getAttribute('aria-rowcount')).toBe(String(TOPICS + 1))
  expect(await grid.locator('tr[data-index]').count()).toBeLessThan(80)
  await takePictures(page, 'topics-all')

  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowUp')
  expect(await activeRow(page)).toBe('0')
  await page.keyboard.press('End')
  await page.locator(`tr.active[data-index="${TOPICS - 1}"] a`).waitFor()
  expect(await foot(page)).toContain('to 5,000 of 5,000')
  await page.keyboard.press('Home')
  await page.locator('tr.active[data-index="0"] a').waitFor()

  await page.keyboard.press('x')
  for (let step = 0; step < 3; step += 1) await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowUp')
  await chosen(page, '3')
  await takePictures(page, 'topics-chosen')

  await page.keyboard.press('l')
  await page.getByLabel('Kind', { exact: true }).fill('fable')
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await ask(page, 'topics.list', { kind: 'fable' })).total).toBe(3)

  await page.keyboard.press('Control+Backspace')
  await page.locator('.toast', { hasText: '3 topics deleted' }).waitFor()
  expect((await ask(page, 'topics.list', {})).total).toBe(TOPICS - 3)
  await page.keyboard.press('Control+z')
  await expect.poll(async () => (await ask(page, 'topics.list', {})).total).toBe(TOPICS)

  await page.locator('.long-table').focus()
  await page.keyboard.press('Control+a')
  await chosen(page, '5,000')
  await page.keyboard.press('Escape')
  await page.locator('.foot', { hasText: 'selected' }).waitFor({ state: 'detached' })
})

test('a list is searched, filtered and sorted in the database, and is found again as it was left', async () => {
  const { page } = await openTopics()
  const [one] = (await ask(page, 'topics.list', { sort: { by: 'title', descending: false } }))
    .topics
  if (!one) throw new Error('The project has no topics.')

  await page.getByRole('button', { name: 'Topic', exact: true }).click()
  await page.locator('tr[data-index="0"]', { hasText: one.title }).waitFor()
  const head = page.getByRole('columnheader', { name: 'Topic' })
  expect(await head.getAttribute('aria-sort')).toBe('ascending')
  expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Topic')

  await page.getByRole('tab', { name: 'Ranked 2,500' }).click()
  await page.getByText('of 2,500', { exact: false }).waitFor()

  await page.keyboard.press('Control+f')
  await page.keyboard.type('nothing is called this')
  await page.getByText('No topic holds “nothing is called this”.').waitFor()
  await page.keyboard.press('Escape')
  await page.getByText('of 2,500', { exact: false }).waitFor()

  await page.locator('.long-table').evaluate((list) => {
    list.scrollTop = 32 * 2000
  })
  const row = page.locator('tr[data-index="2005"] a')
  const title = await row.innerText()
  await row.click()
  await page.getByRole('heading', { level: 1, name: title }).waitFor()
  await page.goBack()
  await row.waitFor()
  expect(await row.innerText()).toBe(title)
  await page.locator('tr.active[data-index="2005"]').waitFor({ timeout: 5000 })
  expect(await head.getAttribute('aria-sort')).toBe('ascending')
})

test('a persona keeps phrases out, has drafts of its own number, and takes lines from a file', async () => {
  const { page, personaIds } = await openTopics()
  const [id = ''] = personaIds
  await page.evaluate((persona) => {
    window.location.hash = `#/personas/${persona}`
  }, id)
  await page.locator('tr[data-index="0"]').waitFor()

  await page.getByRole('button', { name: 'Phrase', exact: true }).click()
  await page.keyboard.type('game changer')
  await page.keyboard.press('Enter')
  await expect
    .poll(async () => (await ask(page, 'personas.get', { id })).systemMessage)
    .toContain('Never write: game changer.')

  await page.getByRole('button', { name: 'Change the writer' }).click()
  await page.getByRole('tab', { name: '4', exact: true }).click()
  await expect.poll(async () => (await ask(page, 'personas.get', { id })).draftsPerTopic).toBe(4)

  await page.locator('#page').focus()
  await page.keyboard.press('Control+n')
  const dialog = page.getByRole('dialog')
  await dialog.locator('input[type=file]').setInputFiles({
    name: 'topics.md',
    mimeType: 'text/markdown',
    buffer: Buffer.from('- A fable about a kettle #fable\n- A fable about a fog #fable\n')
  })
  await dialog.getByText('Kinds: fable 2.').waitFor()
  await dialog.getByText('Write drafts right away').click()
  await takePictures(page, 'topics-add')
  await page.keyboard.press('Control+Enter')
  await expect
    .poll(async () => (await ask(page, 'topics.list', { kind: 'fable', personaId: id })).total)
    .toBe(2)
  await takePictures(page, 'persona-many')
})
