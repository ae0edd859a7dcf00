import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { presentationSeed } from '../../src-main/rankings/shuffle'
import { writeProject } from '../fixtures/written-project'
import { readProject, shownTopic, type Shown } from './fixtures/desk'
import { newProjectDir, openWindow } from './fixtures/window'

const TOPICS = 20

/** What was pressed for one topic, in the order of the pressing. */
type Pressed = {
  title: string
  pieces: number[]
  groups: (number | string)[][]
  pairs: number
  accepted?: number[]
  /** The person took it back, or an edit made another of it. */
  gone?: 'undone' | 'replaced'
}

test('a sitting of twenty topics by keys alone: the database holds exactly what was pressed', async () => {
  const projectDir = newProjectDir()
  await writeProject({ projectDir, topics: TOPICS })
  const { page } = await openWindow({ projectDir })
  const press = async (...keys: string[]): Promise<void> => {
    for (const key of keys) await page.keyboard.press(key)
  }
  const pressed: Pressed[] = []
  let shown = { title: '', pieces: [] as number[] }

  /** The next topic is on the screen, its drafts in some order. */
  const nextTopic = async (): Promise<Shown> => {
    shown = await shownTopic(page, shown.title === '' ? null : shown.title)
    expect(new Set(shown.pieces).size).toBe(3)
    return shown
  }
  const piecesAt = (...places: number[]): number[] =>
    places.map((place) => shown.pieces[place] ?? -1)
  const note = (groups: (number | string)[][], rest: Partial<Pressed> = {}): void => {
    const sizes = groups.map((group) => group.length)
    const pairs = sizes.reduce(
      (sum, size, index) => sum + size * sizes.slice(index + 1).reduce((a, b) => a + b, 0),
      0
    )
    pressed.push({ ...shown, groups, pairs, ...rest })
  }
  /** Best, worst, and what is left between them; both keys without waiting. */
  const rank = async (best: number, worst: number, rest: Partial<Pressed> = {}): Promise<void> => {
    await press(String(best + 1), String(worst + 1))
    await revealed(page)
    const middle = [0, 1, 2].find((place) => place !== best && place !== worst) ?? -1
    note([piecesAt(best), piecesAt(middle), piecesAt(worst)], rest)
  }
  const done = (): number => pressed.filter(({ gone }) => gone === undefined).length

  await press('ControlOrMeta+2')

  // Six plain ones: every order of three drafts once.
  for (const [best, worst] of [
    [0, 1],
    [0, 2],
    [1, 0],
    [1, 2],
    [2, 0],
    [2, 1]
  ] as const) {
    await nextTopic()
    await rank(best, worst)
    await press('Enter')
  }

  // A tie between all, and one below the best.
  await nextTopic()
  await press('t')
  await revealed(page)
  note([piecesAt(0, 1, 2)])
  await press('Enter')
  await nextTopic()
  await press('2', 't')
  await revealed(page)
  note([piecesAt(1), piecesAt(0, 2)])
  await press('Enter')

  // Skipped: it comes back at the end.
  const { title: skipped } = await nextTopic()
  await press('s')

  // Three topics ranked and taken back, choice by choice, from the topic after them.
  const first = await nextTopic()
  const undone: Shown[] = []
  for (let topic = 0; topic < 3; topic += 1) {
    undone.push(shown)
    await rank(2, 0)
    await press('Enter')
    await nextTopic()
  }
  for (const one of undone.toReversed()) {
    // Out of the later topic, then back through the two choices of this one.
    await press('u')
    await asked(page, 'Which is worst?', one.title)
    await press('u')
    await asked(page, 'Which is best?', one.title)
  }
  for (const one of pressed.slice(-3)) one.gone = 'undone'
  shown = first
  for (let topic = 0; topic < 3; topic += 1) {
    expect(shown).toEqual(undone[topic])
    await rank(0, 1)
    await press('Enter')
    await nextTopic()
  }

  // The best is edited before the order is made.
  await press('2', 'e')
  await write(page, 'My own words, all of them.')
  await press('3')
  await revealed(page)
  note([['My own words, all of them.'], piecesAt(1), piecesAt(0), piecesAt(2)])
  await press('Enter')

  // And one after it was made: the ranking is stored anew, with the edit.
  await nextTopic()
  await rank(1, 0, { gone: 'replaced' })
  await press('e')
  await write(page, 'A second thought.')
  await page.locator('[data-phase="revealed"]', { hasText: 'A second thought.' }).waitFor()
  await revealed(page)
  note([['A second thought.'], piecesAt(1), piecesAt(2), piecesAt(0)])
  await press('Enter')

  // A comment on the topic, and one on the draft in the middle.
  const commented = await nextTopic()
  await press('c')
  await write(page, 'Too long, all three.')
  await press('ArrowRight', 'ArrowRight', 'c')
  await write(page, 'The ending works.')
  await rank(0, 2)
  await press('Enter')

  // Accepting instead of ordering, and back.
  await nextTopic()
  await press('a')
  await page.locator('[data-sentence]', { hasText: 'Which do you accept?' }).waitFor()
  await press('1', '3', 'Enter')
  await revealed(page)
  note([piecesAt(0, 2), piecesAt(1)], { accepted: piecesAt(0, 2) })
  await press('Enter')
  await nextTopic()
  await press('a')
  await asked(page, 'Which is best?', shown.title)

  while (done() < TOPICS - 1) {
    await rank(2, 1)
    await press('Enter')
    await nextTopic()
  }
  expect(shown.title).toBe(skipped)
  await rank(1, 0)
  await press('Enter')
  await page.locator('[data-phase="finished"]').waitFor()

  const { rankings, comments } = readProject(projectDir)
  expect(
    rankings.map(({ title, presentation, groups, pairs, accepted }) => ({
      title,
      presentation,
      groups,
      pairs,
      accepted
    }))
  ).toEqual(
    pressed.map(({ title, pieces, groups, pairs, accepted = null }) => ({
      title,
      presentation: pieces,
      groups,
      pairs,
      accepted
    }))
  )
  for (const [index, ranking] of rankings.entries()) {
    const { gone } = pressed[index] ?? {}
    expect(ranking.elapsed_ms).toBeGreaterThan(0)
    expect(ranking.elapsed_ms).toBeLessThan(60_000)
    expect(ranking.seed).toBe(presentationSeed(ranking.setId))
    expect(ranking.app_version).toMatch(/^\d+\.\d+\.\d+/)
    expect(ranking.repeat_of).toBeNull()
    expect(ranking.edit_draft_id !== null).toBe(typeof ranking.groups[0]?.[0] === 'string')
    if (gone === undefined) expect(ranking.superseded_by).toBeNull()
    if (gone === 'undone') expect(ranking.superseded_by).toBe(ranking.id)
    if (gone === 'replaced') expect(ranking.superseded_by).toBe(rankings[index + 1]?.id)
  }
  expect(
    comments.map(({ title, on, text, deleted_at }) => ({ title, on, text, deleted_at }))
  ).toEqual([
    { title: commented.title, on: null, text: 'Too long, all three.', deleted_at: null },
    { title: commented.title, on: commented.pieces[1], text: 'The ending works.', deleted_at: null }
  ])
})

/** The order is stored, and the desk says what it made. */
const revealed = (page: Page): Promise<void> => page.locator('[data-phase="revealed"]').waitFor()

const asked = async (page: Page, question: string, title: string): Promise<void> => {
  await page.locator(`[data-phase="choosing"] .masthead h2[title="${title}"]`).waitFor()
  await page.locator('[data-sentence]', { hasText: question }).waitFor()
}

/** Types into the editor that has just opened, in place of what is there, and commits it. */
async function write(page: Page, text: string): Promise<void> {
  await page.locator('textarea:focus').waitFor()
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.insertText(text)
  await page.keyboard.press('ControlOrMeta+Enter')
  await page.locator('textarea:focus').waitFor({ state: 'detached' })
}
