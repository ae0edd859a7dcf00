import type { Page } from 'playwright-core'
import { openBenchWindow } from './window'

/**
 * Milliseconds from the start of the process to the frame that shows Home with its figures: the
 * largest piece of content that the browser has painted by then.
 */
export async function timeLaunch(projectDir: string): Promise<number> {
  const { page, startedAt, close } = await openBenchWindow(projectDir)
  try {
    await page.locator('main#page h2:visible').first().waitFor()
    await page.waitForTimeout(500)
    return (await lastPaint(page)) - startedAt
  } finally {
    await close()
  }
}

/** In milliseconds since 1970. */
const lastPaint = (page: Page): Promise<number> =>
  page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const observer = new PerformanceObserver((list) => {
          observer.disconnect()
          const times = list.getEntries().map(({ startTime }) => startTime)
          resolve(performance.timeOrigin + Math.max(...times))
        })
        observer.observe({ type: 'largest-contentful-paint', buffered: true })
      })
  )
