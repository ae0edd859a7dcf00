import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { writeProject } from '../fixtures/written-project'
import { newProjectDir, openWindow, takePictures } from './fixtures/window'

test('accepting and rejecting is remembered, and shows what it became', async () => {
  const page = await openRanking(3)
  await page.keyboard.press('a')
  expect(await sentence(page)).toBe('Which do you accept? X rejects all three.')
  await page.keyboard.press('Enter')
  expect(await phase(page)).toBe('choosing')
  await page.keyboard.press('1')
  await page.keyboard.press('3')
  expect(await sentence(page)).toBe('A and C are accepted so far.')
  await page.keyboard.press('Enter')
  await reached(page, 'revealed')
  expect(await sentence(page)).toBe('A and C are accepted, B is rejected. Two pairs added.')

  await page.keyboard.press('w')
  const became = page.getByRole('region', { name: 'What it became' })
  await expect
    .poll(() => became.locator('[data-rows="pairs"] li').allInnerTexts())
    .toEqual(['A over B', 'C over B'])
  expect(await became.locator('[data-rows="rewards"] li').count()).toBe(3)
  await takePictures(page, 'rank-became')

  await page.keyboard.press('Enter')
  await reached(page, 'choosing')
  expect(await became.count()).toBe(0)
  await page.keyboard.press('x')
  await reached(page, 'revealed')
  expect(await sentence(page)).toBe('All three are rejected. No pairs added.')
  await expect.poll(() => became.count()).toBe(1)
  await page.reload()
  await reached(page, 'choosing')
  expect(await sentence(page)).toBe('Which do you accept? X rejects all three.')
})

test('what was chosen and typed outlives another screen and a reload', async () => {
  const page = await openRanking(2)
  await page.keyboard.press('2')
  await page.keyboard.press('e')
  await page.keyboard.type('A new opening. ')
  await page.keyboard.press('ControlOrMeta+1')
  await page.getByRole('heading', { name: 'Home' }).waitFor()
  await page.keyboard.press('ControlOrMeta+2')
  const text = page.getByRole('textbox', { name: 'Text of draft B' })
  expect(await text.inputValue()).toMatch(/^A new opening\. /)
  await page.reload()
  expect(await text.inputValue()).toMatch(/^A new opening\. /)
  await page.keyboard.press('ControlOrMeta+Enter')
  await page.locator('article[data-draft="B"] ins').first().waitFor()
  expect(await page.locator('article[data-draft="B"] [data-mark="best"]').count()).toBe(1)
  await page.keyboard.press('1')
  await reached(page, 'revealed')
  expect(await sentence(page)).toBe('Six pairs added: your edit of B, then B, then C, then A.')
})

test('a comment needs no choice, is edited in place, and comes back when deleted', async () => {
  const page = await openRanking(2)
  const lines = page.locator('[data-comments="draft"] .comment-line')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('c')
  await page.keyboard.type('Too long by half')
  await page.keyboard.press('ControlOrMeta+Enter')
  await expect.poll(() => lines.allInnerTexts()).toEqual(['Too long by half'])
  await page.getByRole('button', { name: 'Too long by half' }).click()
  await page.keyboard.type(', and late.')
  await page.keyboard.press('ControlOrMeta+Enter')
  await expect.poll(() => lines.allInnerTexts()).toEqual(['Too long by half, and late.'])
  expect(await phase(page)).toBe('choosing')
  await page.getByRole('button', { name: 'Delete the comment' }).click()
  await expect.poll(() => lines.count()).toBe(0)
  await page.getByRole('button', { name: 'Undo', exact: true }).last().click()
  await expect.poll(() => lines.count()).toBe(1)
})

test('nothing on the page names a model before the last key', async () => {
  const page = await openRanking(1)
  const origins = page.locator('[data-origin]')
  expect(await origins.count()).toBe(0)
  await page.keyboard.press('1')
  expect(await origins.count()).toBe(0)
  await page.keyboard.press('2')
  await reached(page, 'revealed')
  expect(await origins.count()).toBe(3)
})

async function openRanking(topics: number): Promise<Page> {
  const projectDir = newProjectDir()
  await writeProject({ projectDir, topics })
  const { page } = await openWindow({ projectDir })
  await page.keyboard.press('ControlOrMeta+2')
  await reached(page, 'choosing')
  return page
}

const reached = (page: Page, wanted: string): Promise<void> =>
  page.locator(`[data-phase="${wanted}"]`).waitFor()

const phase = (page: Page): Promise<string | null> =>
  page.locator('[data-phase]').getAttribute('data-phase')

const sentence = (page: Page): Promise<string> => page.locator('[data-sentence]').innerText()
