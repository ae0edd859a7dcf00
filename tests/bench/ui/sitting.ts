import type { Page } from 'playwright-core'
import { timeKey } from './timing'

const TOPICS = 40
/** Between two keys of somebody in a hurry. */
const PAUSE_MS = 80

export type SittingTimes = { marks: number[]; next: number[] }

/** Ranks topics by keys alone: best, worst, next. */
export async function timeSitting(page: Page, topics = TOPICS): Promise<SittingTimes> {
  await page.evaluate(() => {
    window.location.hash = '#/rank'
  })
  await page.locator('[data-phase="choosing"] .galley .read').first().waitFor()
  const times: SittingTimes = { marks: [], next: [] }
  for (let topic = 0; topic < topics; topic += 1) {
    times.marks.push(await timeKey(page, '2', 'mark'))
    await page.waitForTimeout(PAUSE_MS)
    times.marks.push(await timeKey(page, '1', 'mark'))
    await page.locator('[data-phase="revealed"]').waitFor()
    await page.waitForTimeout(PAUSE_MS)
    times.next.push(await timeKey(page, 'Enter', 'next topic'))
    await page.waitForTimeout(PAUSE_MS)
  }
  // The first ones read code in that is there for all later ones.
  return { marks: times.marks.slice(2), next: times.next.slice(1) }
}
