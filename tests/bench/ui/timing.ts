import type { Page } from 'playwright-core'

/** What has to be on the screen for a key to have had its effect. */
export type Effect = 'mark' | 'next topic'

/**
 * Milliseconds from a real key press (the time that the browser gives the event) to the end of the
 * frame that shows its effect.
 * @throws Error when the effect does not come within ten seconds
 */
export async function timeKey(page: Page, key: string, effect: Effect): Promise<number> {
  await page.evaluate(arm, effect)
  await page.keyboard.press(key)
  return page.evaluate(() => Reflect.get(globalThis, 'benchKey') as Promise<number>)
}

/** Runs in the page. */
function arm(effect: Effect): void {
  const marks = (): number => document.querySelectorAll('.galley .mark').length
  const title = (): string => document.querySelector('.masthead h2')?.textContent ?? ''
  const written = (): boolean => {
    const drafts = [...document.querySelectorAll('.galley .read')]
    return drafts.length > 1 && drafts.every((draft) => draft.textContent.length > 20)
  }
  const before = { marks: marks(), title: title() }
  const isThere = (): boolean =>
    effect === 'mark' ? marks() > before.marks : title() !== before.title && written()

  const timed = new Promise<number>((resolve, reject) => {
    const give = setTimeout(() => reject(new Error(`No ${effect} within ten seconds.`)), 10_000)
    const afterPaint = (act: () => void): void => {
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel()
        port1.onmessage = act
        port2.postMessage(null)
      })
    }
    const begin = ({ timeStamp }: KeyboardEvent): void => {
      const look = (): void => {
        if (!isThere()) return
        observer.disconnect()
        afterPaint(() => {
          clearTimeout(give)
          resolve(performance.now() - timeStamp)
        })
      }
      const observer = new MutationObserver(look)
      observer.observe(document.body, { subtree: true, childList: true, characterData: true })
    }
    addEventListener('keydown', begin, { once: true, capture: true })
  })
  Reflect.set(globalThis, 'benchKey', timed)
}
