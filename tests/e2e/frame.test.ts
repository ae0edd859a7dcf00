import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { commandIds, commandOf } from '@contract/commands'
import { ask } from './fixtures/bridge'
import {
  newProjectDir,
  openWindow,
  settled,
  takePictures,
  type TestWindow
} from './fixtures/window'

describe('the command palette', () => {
  test('finds what is typed and runs it with Return', async () => {
    const { page } = await openWindow()
    await page.keyboard.press('ControlOrMeta+k')
    const palette = page.getByRole('dialog', { name: 'Command palette' })
    await page.keyboard.type('train env')
    const options = palette.getByRole('option')
    expect(await options.allInnerTexts()).toEqual(['Settings, training environment'])
    expect(await options.locator('b').allInnerTexts()).toEqual(['train', 'env'])
    await takePictures(page, 'palette')
    await page.keyboard.press('Enter')
    await palette.waitFor({ state: 'detached' })
    await page.getByRole('heading', { name: 'Training environment' }).waitFor()
  })

  test('finds topics and personas, and leads to them', async () => {
    const { page } = await openWindow()
    const persona = await ask(page, 'personas.create', { name: 'Quiet pilot', description: 'Dry.' })
    const { added } = await ask(page, 'topics.paste', {
      personaId: persona.id,
      text: 'What a zebra sees from above'
    })
    await page.getByRole('button', { name: 'Search or run a command' }).click()
    await page.keyboard.type('zebra')
    await page.getByRole('option', { name: 'What a zebra sees from above' }).click()
    await expect
      .poll(() => page.evaluate(() => location.hash))
      .toBe(`#/topics/${String(added[0]?.id)}`)
  })

  test('has the screen’s own buttons under their own names, and leaves out what cannot be done', async () => {
    const { page } = await openWindow()
    await page.keyboard.press('ControlOrMeta+k')
    const palette = page.getByRole('dialog', { name: 'Command palette' })
    await palette.getByRole('option').first().waitFor()
    const onHome = await palette.getByRole('option').allInnerTexts()
    expect(onHome.join('\n')).toContain('New persona')
    expect(onHome.join('\n')).not.toContain('Stop the running job')
    await page.keyboard.press('Escape')
    await palette.waitFor({ state: 'detached' })
    await page.keyboard.press('ControlOrMeta+,')
    await page.getByRole('button', { name: 'Choose another folder' }).waitFor()
    await page.keyboard.press('ControlOrMeta+k')
    await page.keyboard.type('choose another folder')
    expect(await palette.getByRole('option').count()).toBe(1)
  })
})

test('? shows every key, over any screen, and goes with Escape', async () => {
  const { page } = await openWindow()
  for (const key of ['1', '3', '7']) {
    await page.keyboard.press(`ControlOrMeta+${key}`)
    await settled(page)
    await page.keyboard.press('Shift+?')
    const sheet = page.getByRole('dialog', { name: 'Keys' })
    await sheet.getByText('Best, then worst').waitFor()
    if (key === '1') await takePictures(page, 'keys')
    await page.keyboard.press('Escape')
    await sheet.waitFor({ state: 'detached' })
  }
})

describe('the application menu', () => {
  test('holds every command, and greys what the window cannot do', async () => {
    const window = await openWindow()
    await expect.poll(async () => (await menuOf(window)).get('go.train')?.enabled).toBe(true)
    const menu = await menuOf(window)
    expect([...menu.keys()].toSorted()).toEqual([...commandIds].toSorted())
    expect(menu.get('rank.tie')).toMatchObject({
      label: commandOf('rank.tie').title,
      enabled: false
    })
  })

  test('choosing a command runs it once', async () => {
    const { app, page } = await openWindow()
    const choose = (id: string) =>
      app.evaluate(({ Menu }, item) => {
        Menu.getApplicationMenu()?.getMenuItemById(item)?.click()
      }, id)
    await choose('go.models')
    await expect.poll(() => page.evaluate(() => location.hash)).toBe('#/models')
    await page.getByRole('complementary', { name: 'Sidebar' }).waitFor()
    await choose('app.sidebar')
    await page.getByRole('complementary', { name: 'Sidebar' }).waitFor({ state: 'hidden' })
    // Its key does the same, and once: twice would leave everything as it is.
    await page.keyboard.press('ControlOrMeta+\\')
    await page.getByRole('complementary', { name: 'Sidebar' }).waitFor()
  })

  test('a dialog has it to itself', async () => {
    const window = await openWindow()
    await expect.poll(async () => (await menuOf(window)).get('app.keys')?.enabled).toBe(true)
    await window.page.keyboard.press('Shift+?')
    await expect.poll(async () => (await menuOf(window)).get('go.train')?.enabled).toBe(false)
    await window.page.keyboard.press('Escape')
    await expect.poll(async () => (await menuOf(window)).get('go.train')?.enabled).toBe(true)
  })
})

test('the sidebar is made wider and narrower by keys, and stays so', async () => {
  const { page } = await openWindow()
  const edge = page.getByRole('separator', { name: 'Width of the sidebar' })
  const width = () =>
    page
      .getByRole('complementary', { name: 'Sidebar' })
      .evaluate((side) => Math.round(side.getBoundingClientRect().width))
  await edge.focus()
  await edge.press('Enter')
  expect(await width()).toBe(220)
  await edge.press('ArrowRight')
  expect(await width()).toBe(230)
  await edge.press('End')
  expect(await width()).toBe(320)
  await page.reload()
  await settled(page)
  expect(await width()).toBe(320)
  await edge.dblclick()
  expect(await width()).toBe(220)
})

test('in a narrow window the sidebar lies over the page, and a button, a key or a way out move it', async () => {
  const { page } = await openWindow()
  await page.setViewportSize({ width: 640, height: 400 })
  const sidebar = page.getByRole('complementary', { name: 'Sidebar' })
  await sidebar.waitFor({ state: 'hidden' })
  await page.getByRole('button', { name: 'Show the sidebar' }).click()
  await sidebar.waitFor()
  await page.keyboard.press('Escape')
  await sidebar.waitFor({ state: 'hidden' })
  await page.keyboard.press('ControlOrMeta+\\')
  await sidebar.getByRole('link', { name: 'Models' }).click()
  await sidebar.waitFor({ state: 'hidden' })
  await page.getByRole('heading', { name: 'Models', level: 1 }).waitFor()
})

test('a page that ended is said so, and drawn anew', async () => {
  const { app } = await openWindow()
  await app.evaluate(({ BrowserWindow, dialog }) => {
    Reflect.set(dialog, 'showMessageBox', (_window: unknown, box: { message: string }) => {
      Reflect.set(globalThis, 'said', box.message)
      return Promise.resolve({ response: 0, checkboxChecked: false })
    })
    const contents = BrowserWindow.getAllWindows()[0]?.webContents
    contents?.once('did-finish-load', () => {
      Reflect.set(globalThis, 'drawn', true)
    })
    contents?.forcefullyCrashRenderer()
  })
  const now = () =>
    app.evaluate(({ BrowserWindow }) => ({
      said: String(Reflect.get(globalThis, 'said')),
      drawn: Reflect.get(globalThis, 'drawn') === true,
      title: BrowserWindow.getAllWindows()[0]?.webContents.getTitle()
    }))
  await expect
    .poll(now, { timeout: 15_000 })
    .toEqual({ said: 'The window’s page ended.', drawn: true, title: 'Home · Understudy' })
})

test('a letter is given to another command, and one that is taken is refused', async () => {
  const { page } = await openWindow()
  await page.keyboard.press('ControlOrMeta+,')
  const key = page.getByRole('button', { name: /^Key of Tie/ })
  await key.click()
  await page.keyboard.press('s')
  await page.getByText('S is already the key of “Skip”.').waitFor()
  await key.click()
  await page.keyboard.press('y')
  await expect.poll(() => key.getAttribute('aria-label')).toBe('Key of Tie: Y')
  await takePictures(page, 'settings-general')
  await page.getByRole('button', { name: 'Reset all keys' }).click()
  await expect.poll(() => key.getAttribute('aria-label')).toBe('Key of Tie: T')
})

test('after a restart the window is where it was, at the place and size it had', async () => {
  const projectDir = newProjectDir()
  const first = await openWindow({ projectDir })
  await goTo(first.page, '/settings/python')
  await first.app.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.setBounds({ x: 20, y: 30, width: 1010, height: 660 })
  })
  await ask(first.page, 'window.zoom', { to: 'larger' })
  await first.app.close()

  const second = await openWindow({ projectDir })
  expect(await second.page.evaluate(() => location.hash)).toBe('#/settings/python')
  const state = await second.app.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows()[0]
    return { bounds: window?.getNormalBounds(), zoom: window?.webContents.getZoomFactor() }
  })
  expect(state.bounds).toMatchObject({ width: 1010, height: 660 })
  expect(state.zoom).toBeCloseTo(1.1)
  await ask(second.page, 'window.zoom', { to: 'actual' })
  await second.app.close()
})

const goTo = async (page: Page, place: string): Promise<void> => {
  await page.evaluate((hash) => {
    location.hash = hash
  }, place)
  await settled(page)
}

/** The menu's commands by id, as they stand now. */
async function menuOf({
  app
}: TestWindow): Promise<Map<string, { label: string; enabled: boolean }>> {
  const items = await app.evaluate(({ Menu }) =>
    (Menu.getApplicationMenu()?.items ?? []).flatMap(({ submenu }) =>
      (submenu?.items ?? []).map(({ id, label, enabled }) => ({ id, label, enabled }))
    )
  )
  // Items of the system have no id, whatever Electron's types say.
  const ids: readonly (string | undefined)[] = commandIds
  return new Map(items.flatMap(({ id, ...item }) => (ids.includes(id) ? [[id, item]] : [])))
}
