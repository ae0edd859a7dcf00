import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { ask } from './fixtures/bridge'
import {
  hostileStrings,
  naughtyStrings,
  refusalOf,
  writeHostileProject
} from './fixtures/hostile-project'
import { watch } from './fixtures/watch'
import { openWindow, settled } from './fixtures/window'

test('the list holds 515 naughty strings and at least 60 payloads', () => {
  expect(naughtyStrings).toHaveLength(515)
  expect(hostileStrings.length - naughtyStrings.length).toBeGreaterThanOrEqual(60)
})

test('what is looked for would be found', async () => {
  const { app, page } = await openWindow()
  const watching = await watch(app, page)
  expect(await watching.inspect()).toEqual([])
  await page.evaluate(() => {
    const planted =
      '<a id="page" href="javascript:0" onclick="0"></a><iframe></iframe><img src="x">'
    document.body.insertAdjacentHTML('beforeend', planted)
    window.alert('ran')
    window.location.href = 'https://attacker.invalid/'
  })
  const problems = (await watching.inspect()).join('\n')
  for (const kind of ['id', 'element', 'picture', 'link']) expect(problems).toContain(kind)
  expect(problems).toContain('handler')
  await expect.poll(async () => (await watching.attempts()).join('\n')).toContain('navigation: ')
  expect((await watching.attempts()).join('\n')).toContain('alert: ran')
})

const MINUTES = 60_000

test(
  'hostile names, topics and drafts run through every screen and stay text',
  async () => {
    const { projectDir, personaIds, topics, refused } = await writeHostileProject()
    for (const { text, error } of refused) {
      const { code, message } = refusalOf(error)
      expect(code, text).toBe('invalid_input')
      expect(message, text).toMatch(/[.]$/)
      expect(text.trim() === '' || text.length > 120, `refused: ${text}`).toBe(true)
    }
    expect(topics.length).toBeGreaterThan(600)

    const { app, page } = await openWindow({ projectDir })
    const watching = await watch(app, page)
    const problems: string[] = []
    const look = async (where: string): Promise<void> => {
      problems.push(...(await watching.inspect()).map((problem) => `${where}: ${problem}`))
    }
    const visit = async (route: string): Promise<void> => {
      await go(page, route)
      await look(route)
    }

    const [first = ''] = personaIds
    const general = [
      '/',
      '/personas',
      '/personas/new',
      '/topics',
      '/train',
      '/train/new',
      '/models'
    ]
    const others = ['/models/chat', '/settings/general', '/settings/engines', '/settings/python']
    for (const id of personaIds) await visit(`/personas/${id}`)
    for (const task of ['edit', 'add', 'suggest']) await visit(`/personas/${first}/${task}`)
    const personas = await ask(page, 'personas.list', {})
    const shown = await page.locator('nav .side-link .trunc').allTextContents()
    expect(shown).toEqual(expect.arrayContaining(personas.slice(0, 5).map(({ name }) => name)))

    // Every fourth topic: each string is a draft on one of these pages.
    for (const { id, title } of topics.filter((_, index) => index % 4 === 0)) {
      await visit(`/topics/${id}`)
      expect(await page.locator('.masthead h2').textContent()).toBe(title)
    }
    await visit(`/topics/${topics[0]?.id ?? ''}/history`)
    await throughSitting(page, look)
    for (const route of [...general, ...others]) await visit(route)
    await throughPalette(page, look)

    expect(problems).toEqual([])
    expect(await watching.attempts()).toEqual([])
    expect(app.windows()).toHaveLength(1)
    expect(page.url()).toMatch(/^app:\/\/understudy\/index\.html#/)
    const stored = await ask(page, 'topics.list', { limit: 1000 })
    const byId = new Map(stored.topics.map((topic) => [topic.id, topic.title]))
    for (const { id, title } of topics) expect(byId.get(id)).toBe(title)
  },
  4 * MINUTES
)

async function go(page: Page, route: string): Promise<void> {
  await page.evaluate((hash) => {
    window.location.hash = hash
  }, `#${route}`)
  await settled(page)
}

/** Ranks some topics and skips over the next, with everything open that shows a text. */
async function throughSitting(page: Page, look: (where: string) => Promise<void>): Promise<void> {
  await go(page, '/rank')
  for (let index = 0; index < 40; index += 1) {
    await page.locator('[data-phase="choosing"]').waitFor()
    await look(`rank, topic ${index}`)
    if (index % 4 !== 0) {
      await page.keyboard.press('s')
      continue
    }
    await page.keyboard.press(' ')
    await look(`rank, topic ${index}, expanded`)
    await page.keyboard.press(' ')
    for (const key of ['1', '4', '2']) await page.keyboard.press(key)
    await page.locator('[data-phase="revealed"]').waitFor()
    await look(`rank, topic ${index}, revealed`)
    await page.keyboard.press('Enter')
  }
  await page.keyboard.press('Escape')
}

async function throughPalette(page: Page, look: (where: string) => Promise<void>): Promise<void> {
  await page.keyboard.press(process.platform === 'darwin' ? 'Meta+k' : 'Control+k')
  const field = page.getByRole('combobox')
  await field.waitFor()
  for (const text of ['alert', '<', 'javascript', '../', '%']) {
    await field.fill(text)
    await page.waitForTimeout(150)
    await look(`palette, ${text}`)
  }
  await page.keyboard.press('Escape')
}
