import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { ask } from './fixtures/bridge'
import { go, screens, writeScene } from './fixtures/screens'
import { openWindow, settled } from './fixtures/window'

const MINUTES = 60_000
const SIZES = [
  { width: 1280, height: 800 },
  { width: 960, height: 640 }
]

describe('axe finds nothing', () => {
  test.for(SIZES)(
    'on any screen at $width × $height, in both themes',
    { timeout: 6 * MINUTES },
    async (size) => {
      const scene = await writeScene()
      const { page } = await openWindow({ projectDir: scene.projectDir })
      await page.setViewportSize(size)
      const found: string[] = []
      for (const { name, reach, leave } of screens(scene)) {
        await reach(page).catch((error: unknown) => {
          throw new Error(`${name} was not reached.`, { cause: error })
        })
        found.push(...(await violationsOf(page, name)))
        await leave?.(page)
      }
      expect(found).toEqual([])
    }
  )

  test('on the first screen, with the sample and without', async () => {
    const { page } = await openWindow({ withSample: true })
    const found: string[] = []
    for (const size of SIZES) {
      await page.setViewportSize(size)
      found.push(...(await violationsOf(page, `first run at ${size.width}`)))
    }
    await ask(page, 'project.removeSample', {})
    await settled(page)
    found.push(...(await violationsOf(page, 'nothing here')))
    expect(found).toEqual([])
  })
})

const COLOUR_RULES = ['color-contrast', 'link-in-text-block']

/** Half a megabyte of script is read once a window, not at each look. */
async function axeIn(page: Page): Promise<AxeBuilder> {
  const known = await page.evaluate(() => 'axe' in globalThis)
  // Electron has no way to open the blank page that axe's other mode wants.
  return new AxeBuilder({ page, ...(known && { axeSource: 'void 0' }) }).setLegacyMode(true)
}

/** Each as a line: where, which rule, on what. */
async function violationsOf(page: Page, where: string): Promise<string[]> {
  const found: string[] = []
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    // A colour half way from one theme to the other belongs to neither.
    await page.evaluate(async () => {
      await document.fonts.ready
      const ending = document
        .getAnimations()
        .filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
      await Promise.allSettled(ending.map(({ finished }) => finished))
    })
    let problems = await problemsOf(page, colorScheme)
    // What was still being reckoned on a slow machine is there the second time.
    if (problems.length > 0) {
      await isStill(page)
      problems = await problemsOf(page, colorScheme)
    }
    found.push(...problems.map((problem) => `${where}, ${colorScheme}: ${problem}`))
  }
  return found
}

/** Each as a line: which rule, on what. */
async function problemsOf(page: Page, colorScheme: 'light' | 'dark'): Promise<string[]> {
  const axe = await axeIn(page)
  // The other rules look at what is there, and that is the same in both.
  const rules = colorScheme === 'light' ? axe : axe.withRules(COLOUR_RULES)
  const { violations } = await rules.analyze()
  return violations.flatMap(({ id, nodes }) => {
    // A menu stands over the page, as a dialog does, and belongs to no part of it.
    const real = nodes.filter(({ html }) => id !== 'region' || !html.includes('role="menu"'))
    const targets = real.map(({ target }) => target.join(' ')).join(', ')
    return targets === '' ? [] : [`${id} on ${targets}`]
  })
}

describe('by keys alone', () => {
  test(
    'Tab reaches everything that can be pressed, and what has the focus shows it',
    async () => {
      const scene = await writeScene()
      const { page } = await openWindow({ projectDir: scene.projectDir })
      await page.emulateMedia({ reducedMotion: 'reduce' })
      const problems: string[] = []
      const [topicId = ''] = scene.topicIds
      const routes = [
        '/',
        '/personas',
        `/personas/${scene.personaId}`,
        '/personas/new',
        '/topics',
        `/topics/${topicId}`,
        `/topics/${scene.noteId}`,
        '/rank',
        '/train/new',
        '/models',
        `/models/deploy/${scene.deployments.refused}`,
        '/models/add',
        '/settings/general',
        '/settings/engines',
        '/settings/server'
      ]
      for (const route of routes) {
        await go(page, route)
        await isStill(page)
        let found = await walk(page)
        // What was still being reckoned on a slow machine is there the second time.
        if (found.length > 0) {
          await isStill(page)
          found = await walk(page)
        }
        problems.push(...found.map((problem) => `${route}: ${problem}`))
      }
      expect(problems).toEqual([])
    },
    3 * MINUTES
  )

  test('the first Tab offers to skip to the page, and Return does it', async () => {
    const { page } = await openWindow({ withSample: true })
    await page.evaluate(() => {
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    })
    await page.keyboard.press('Tab')
    const focused = page.locator(':focus')
    expect(await focused.textContent()).toMatch(/skip/i)
    expect(await focused.isVisible()).toBe(true)
    await page.keyboard.press('Enter')
    expect(await focused.getAttribute('id')).toBe('page')
  })

  test('a dialog keeps the focus, and gives it back to what opened it', async () => {
    const scene = await writeScene()
    const { page } = await openWindow({ projectDir: scene.projectDir })
    await go(page, `/personas/${scene.personaId}`)
    const opener = page.getByRole('button', { name: /^Add topics/ }).first()
    await opener.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('dialog').waitFor()
    for (const key of [...Array<string>(20).fill('Tab'), ...Array<string>(5).fill('Shift+Tab')]) {
      await page.keyboard.press(key)
      // At either end stands a guard that sends the focus round.
      const focused = (): Promise<string | undefined> =>
        page.evaluate(() => {
          const element = document.activeElement
          return element?.closest('[role="dialog"]') ? 'inside' : element?.outerHTML.slice(0, 140)
        })
      await expect.poll(focused).toBe('inside')
    }
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.textContent))
      .toBe(await opener.textContent())
  })
})

/** A field that takes the focus for itself once it is there would begin the walk in the middle. */
async function isStill(page: Page): Promise<void> {
  const look = (): Promise<string> =>
    page.evaluate(() => `${document.body.innerHTML.length} ${document.activeElement?.id ?? ''}`)
  let before = ''
  for (;;) {
    const now = await look()
    if (now === before) return
    before = now
    await page.waitForTimeout(400)
  }
}

/** Presses Tab until it comes round, and says what it did not reach and where the focus was not seen. */
async function walk(page: Page): Promise<string[]> {
  await page.evaluate(() => {
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur()
    document.body.tabIndex = -1
    document.body.focus()
    document.body.removeAttribute('tabindex')
    Reflect.set(globalThis, 'reached', new Set<Element>())
  })
  const problems: string[] = []
  for (let step = 0; step < 200; step += 1) {
    await page.keyboard.press('Tab')
    const problem = await page.evaluate(() => {
      const reached = Reflect.get(globalThis, 'reached') as Set<Element>
      const focused = document.activeElement
      // After the last one comes the window itself, then the first one again.
      if (!focused || focused === document.body) return ''
      if (reached.has(focused)) return 'round'
      reached.add(focused)
      const rings = [focused, focused.parentElement, ...focused.children].filter((each) => each)
      const shown = rings.some((each) => {
        if (!each) return false
        return [getComputedStyle(each), getComputedStyle(each, '::after')].some(
          ({ boxShadow, outlineStyle, outlineWidth, position, backgroundColor }) =>
            boxShadow.includes('0px 0px 0px') ||
            boxShadow.includes('inset') ||
            // A line in place of a ring.
            (position === 'absolute' && backgroundColor !== 'rgba(0, 0, 0, 0)') ||
            (outlineStyle !== 'none' && outlineWidth !== '0px')
        )
      })
      return shown ? '' : `the focus is not seen on ${focused.outerHTML.slice(0, 140)}`
    })
    if (problem === 'round') break
    if (problem !== '') problems.push(problem)
  }
  const missed = await page.evaluate(() => {
    const reached = Reflect.get(globalThis, 'reached') as Set<Element>
    const pressable = 'a[href], button:not(:disabled), input, textarea, select, summary, [tabindex]'
    return [...document.querySelectorAll<HTMLElement>(pressable)]
      .filter(
        (element) => element.tabIndex >= 0 && element.checkVisibility() && !reached.has(element)
      )
      .filter((element) => element.closest('[inert], [aria-hidden="true"]') === null)
      .map((element) => `not reached: ${element.outerHTML.slice(0, 140)}`)
  })
  return [...problems, ...missed]
}
