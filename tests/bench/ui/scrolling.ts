import type { Page } from 'playwright-core'

export type Scrolled = {
  /** Rows that were in view, over all frames. */
  rowsSeen: number
  /** Of those: not drawn, or without their words. */
  blankRows: number
  frames: number
  /** Frames that came late, counted in frames of this screen. */
  framesDropped: number
}

/** Scrolls the list of all topics with the wheel, and looks at every frame what was in view. */
export async function timeScrolling(page: Page): Promise<Scrolled> {
  await page.evaluate(() => {
    window.location.hash = '#/topics'
  })
  const list = page.getByRole('grid')
  await list.locator('tr[data-index="5"]').waitFor()
  await list.hover()
  await page.waitForTimeout(500)
  await page.evaluate(watch)
  for (const distance of [...Array<number>(60).fill(400), ...Array<number>(20).fill(-900)]) {
    await page.mouse.wheel(0, distance)
    await page.waitForTimeout(33)
  }
  await page.waitForTimeout(300)
  return page.evaluate(() => {
    const stop = Reflect.get(globalThis, 'benchScroll') as () => Scrolled
    return stop()
  })
}

/** Runs in the page. */
function watch(): void {
  const seen: Scrolled = { rowsSeen: 0, blankRows: 0, frames: 0, framesDropped: 0 }
  const times: number[] = []
  let going = true
  const look = (): void => {
    const list = document.querySelector('[role="grid"]')
    const head = list?.querySelector('thead th')
    if (!list || !head) return
    const top = head.getBoundingClientRect().bottom
    const { bottom } = list.getBoundingClientRect()
    const rows = [...list.querySelectorAll('tr[data-index]')].map((row) => ({
      place: row.getBoundingClientRect(),
      words: row.textContent.trim()
    }))
    const height = rows[0]?.place.height ?? 32
    const inView = rows.filter(({ place }) => place.bottom > top + 1 && place.top < bottom - 1)
    const drawn = inView.reduce(
      (sum, { place }) => sum + Math.min(place.bottom, bottom) - Math.max(place.top, top),
      0
    )
    seen.rowsSeen += Math.round((bottom - top) / height)
    seen.blankRows += Math.max(0, Math.round((bottom - top - drawn) / height))
    seen.blankRows += inView.filter(({ words }) => words === '').length
  }
  const frame = (time: number): void => {
    times.push(time)
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = look
    port2.postMessage(null)
    if (going) requestAnimationFrame(frame)
  }
  requestAnimationFrame(frame)
  const stop = (): Scrolled => {
    going = false
    const gaps = times.slice(1).map((time, i) => time - (times[i] ?? 0))
    const usual = gaps.toSorted((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? 16.7
    seen.frames = gaps.length
    seen.framesDropped = gaps.reduce((sum, gap) => sum + Math.round(gap / usual) - 1, 0)
    return seen
  }
  Reflect.set(globalThis, 'benchScroll', stop)
}
