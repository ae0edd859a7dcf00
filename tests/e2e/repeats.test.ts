import type { Page } from 'playwright-core'
import Sqlite from 'better-sqlite3'
import path from 'node:path'
import { expect, test } from 'vitest'
import { newId } from '../../src-main/database/ids'
import { comesBack } from '../../src-main/rankings/repeats'
import { writeProject } from '../fixtures/written-project'
import { ask } from './fixtures/bridge'
import { readProject, shownTopic } from './fixtures/desk'
import { newProjectDir, openWindow } from './fixtures/window'

test('a topic that came back looks like any other until it is ranked, and then says so', async () => {
  const projectDir = newProjectDir()
  // One in twenty of them comes back: of 300 one or more, but for twice in ten million times.
  await writeProject({ projectDir, topics: 306, ranked: 300, rankedDaysAgo: 5 })
  commentOnReturning(projectDir)
  const { page } = await openWindow({ projectDir })
  const { topicIds } = await ask(page, 'rankings.sitting', {})
  expect(topicIds).toHaveLength(7)
  const before = await ask(page, 'datasets.counts', {})

  await page.keyboard.press('ControlOrMeta+2')
  const looks = new Map<string, string>()
  const said: string[] = []
  let title: string | null = null
  while (looks.size < topicIds.length) {
    title = (await shownTopic(page, title)).title
    looks.set(title, await skeleton(page))
    await page.keyboard.press('1')
    await page.keyboard.press('3')
    await page.locator('[data-phase="revealed"]').waitFor()
    said.push(await page.locator('[data-sentence]').innerText())
    await page.keyboard.press('Enter')
  }
  await page.locator('[data-phase="finished"]').waitFor()

  expect(said.filter((sentence) => sentence.startsWith('You ranked this'))).toHaveLength(1)
  expect(said.filter((sentence) => sentence.startsWith('Three pairs added'))).toHaveLength(6)
  expect(new Set(looks.values()).size).toBe(1)
  const repeats = readProject(projectDir).rankings.filter(({ repeat_of }) => repeat_of !== null)
  expect(repeats).toHaveLength(1)
  expect(looks.has(repeats[0]?.title ?? '')).toBe(true)
  expect(await ask(page, 'datasets.counts', {})).toMatchObject({
    rankings: before.rankings + 6,
    pairs: before.pairs + 18
  })
})

/** Everything of the page but its words and what the drafts are made of: elements, classes, states. */
const skeleton = (page: Page): Promise<string> =>
  page.evaluate(() => {
    const describe = (element: Element): string => {
      const attributes = [...element.attributes]
        .filter(({ name }) => !['title', 'aria-label', 'id', 'style', 'data-figure'].includes(name))
        // Longer texts scroll.
        .map(({ name, value }) => `${name}=${value.replace(' more', '')}`)
        .sort()
      const inside = element.matches('.read, [data-progress], .ruler, .meter')
        ? ''
        : [...element.children].map(describe).join('')
      return `<${element.tagName} ${attributes.join(' ')}>${inside}</>`
    }
    const main = document.querySelector('main')
    return main ? describe(main) : ''
  })

/** A note from the first time would give the topic away. */
function commentOnReturning(projectDir: string): void {
  const sqlite = new Sqlite(path.join(projectDir, 'understudy.db'))
  const at = Date.now() - 5 * 24 * 60 * 60 * 1000
  for (const { id, title } of readProject(projectDir).rankings) {
    if (!comesBack(id)) continue
    sqlite
      .prepare(
        `insert into comments select ?, id, null, 'From the first time.', ?, ?, null
          from topics where title = ?`
      )
      .run(newId(), at, at, title)
  }
  sqlite.close()
}
