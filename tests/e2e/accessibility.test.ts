import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { ask } from './fixtures/bridge'
import { fillProject } from './fixtures/scene'
import { openWindow, settled } from './fixtures/window'

const SMALLEST = { width: 960, height: 640 }
const DESIGNED = { width: 1280, height: 800 }

test('no screen has a violation that axe can find, in both themes and down to the smallest window', async () => {
  const { page } = await openWindow()
  await page.evaluate(() => {
    window.location.hash = '#/personas/new'
  })
  await page.getByLabel('Voice', { exact: true }).waitFor()
  const violations = await violationsOf(page, 'first persona')
  await fillProject(page, { topics: 3 })
  const [topic] = (await ask(page, 'topics.list', {})).topics
  const routes = [
    '/',
    '/personas/new',
    `/personas/${topic?.personaId ?? ''}`,
    `/topics/${topic?.id ?? ''}`,
    '/rank',
    '/train',
    '/train/new',
    '/models',
    '/models/chat',
    '/settings/general',
    '/settings/engines',
    '/settings/python'
  ]
  for (const size of [DESIGNED, SMALLEST]) {
    await page.setViewportSize(size)
    for (const route of routes) {
      await page.evaluate((hash) => {
        window.location.hash = hash
      }, `#${route}`)
      await settled(page)
      violations.push(...(await violationsOf(page, `${route} at ${String(size.width)}`)))
    }
  }
  expect(violations).toEqual([])
})

/** Each as a line: where, which rule, on what. */
async function violationsOf(page: Page, where: string): Promise<string[]> {
  const found: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    // Electron has no way to open the blank page that axe's other mode wants.
    const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
    for (const { id, nodes } of violations) {
      found.push(
        `${where}, ${colorScheme}: ${id} on ${nodes.map(({ target }) => target.join(' ')).join(', ')}`
      )
    }
  }
  return found
}
