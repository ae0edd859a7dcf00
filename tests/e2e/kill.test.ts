import fs from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { presentationSeed } from '../../src-main/rankings/shuffle'
import { temporaryFolder } from '../fixtures/project'
import { writeProject } from '../fixtures/written-project'
import { readProject, shownTopic } from './fixtures/desk'
import { newProjectDir, openWindow } from './fixtures/window'

const MINUTES = 60_000
const KILLS = 20
/** Long enough for several rankings, so that every moment of one is hit. */
const LONGEST_MS = 2000

/** A ranking whose answer has reached the window. */
const Acknowledged = z.object({ title: z.string(), pieces: z.array(z.number()) })
type Acknowledged = z.infer<typeof Acknowledged>

test(
  'killed at twenty moments of a sitting: no ranking that the window was told of is lost',
  async () => {
    const projectDir = newProjectDir()
    const journal = path.join(temporaryFolder(), 'journal.jsonl')
    fs.writeFileSync(journal, '')
    await writeProject({ projectDir, topics: 600 })

    for (let round = 0; round < KILLS; round += 1) {
      const { page, kill } = await openWindow({ projectDir })
      expectAllKept(projectDir, journal)
      await startSitting(page)
      setTimeout(kill, presentationSeed(`moment ${String(round)}`) % LONGEST_MS)
      // Ends with the window, in the middle of whatever it does.
      await expect(rankOn(page, journal)).rejects.toThrow(/closed/)
    }

    const { page } = await openWindow({ projectDir })
    expectAllKept(projectDir, journal)
    const kept = readJournal(journal)
    expect(kept.length).toBeGreaterThan(KILLS / 2)
    await page.keyboard.press('ControlOrMeta+2')
    const { title } = await shownTopic(page)
    expect(kept.map((one) => one.title)).not.toContain(title)
  },
  5 * MINUTES
)

/** Which places are best and worst follows from the title, so that what was pressed is known later. */
const choiceOf = (title: string): { best: number; worst: number } => {
  const best = presentationSeed(title) % 3
  return { best, worst: (best + 1 + (presentationSeed(`${title} worst`) % 2)) % 3 }
}

async function startSitting(page: Page): Promise<void> {
  await page.keyboard.press('ControlOrMeta+2')
  await shownTopic(page)
  // Choices that were open when the window was killed come back with it.
  for (let choice = 0; choice < 2; choice += 1) await page.keyboard.press('u')
  await page.locator('[data-sentence]', { hasText: 'Which is best?' }).waitFor()
}

/** Ranks topic after topic, and notes each outside the project once the window says that it is stored. */
async function rankOn(page: Page, journal: string): Promise<never> {
  let after: string | null = null
  for (;;) {
    const shown = await shownTopic(page, after)
    const { best, worst } = choiceOf(shown.title)
    await page.keyboard.press(String(best + 1))
    await page.keyboard.press(String(worst + 1))
    await page.locator('[data-phase="revealed"]').waitFor()
    fs.appendFileSync(journal, `${JSON.stringify(shown)}\n`)
    await page.keyboard.press('Enter')
    after = shown.title
  }
}

/** Every ranking of the journal stands in the database as it was pressed, and nothing else does. */
function expectAllKept(projectDir: string, journal: string): void {
  const { rankings } = readProject(projectDir)
  const standing = rankings.filter(({ superseded_by }) => superseded_by === null)
  const byTitle = new Map(standing.map((ranking) => [ranking.title, ranking]))
  expect(byTitle.size).toBe(standing.length)
  for (const { title, pieces } of readJournal(journal)) {
    expect(byTitle.get(title)).toMatchObject({ presentation: pieces })
  }
  for (const { title, presentation, groups, pairs } of standing) {
    const { best, worst } = choiceOf(title)
    const middle = 3 - best - worst
    const order = [best, middle, worst].map((place) => [presentation[place]])
    expect({ title, groups, pairs }).toEqual({ title, groups: order, pairs: 3 })
  }
}

const readJournal = (journal: string): Acknowledged[] =>
  fs
    .readFileSync(journal, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Acknowledged.parse(JSON.parse(line)))
