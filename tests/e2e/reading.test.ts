import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { openDatabase } from '../../src-main/database/connection'
import { noteText } from '../fixtures/markdown/notes'
import { writeProject } from '../fixtures/written-project'
import { go } from './fixtures/screens'
import { newProjectDir, openWindow, takePictures } from './fixtures/window'

/** A red dot, 4 × 4. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAQAAAAECAIAAAAmkwkpAAAAEElEQVR42mM4aCILRwzEcQDHwxEh1m7/mQAAAABJRU5ErkJggg==',
  'base64'
)

const PICTURES = `A page with pictures.

![[dot.png|120x80]]

![[missing.png]]

![[page.png]]

![[elsewhere.png]]

![a beacon](https://attacker.invalid/beacon.png)

> [!tip]- Folded
> What is below the fold. [A link](https://example.invalid/page).
`

test('a draft is read as it was meant: callouts, math, code, pictures of the project alone', async () => {
  const projectDir = newProjectDir()
  const { topicIds } = await writeProject({ projectDir, topics: 1 })
  await setDrafts(projectDir, [PICTURES, noteText('callouts'), noteText('latex')])
  const attachments = path.join(projectDir, 'attachments')
  fs.mkdirSync(attachments)
  fs.writeFileSync(path.join(attachments, 'dot.png'), PNG)
  fs.writeFileSync(path.join(attachments, 'page.png'), '<script>alert(1)</script>')
  fs.writeFileSync(path.join(projectDir, 'outside.png'), PNG)
  fs.symlinkSync(path.join(projectDir, 'outside.png'), path.join(attachments, 'elsewhere.png'))

  const { app, page } = await openWindow({ projectDir })
  await app.evaluate(({ shell }) => {
    const opened: string[] = []
    Reflect.set(globalThis, 'opened', opened)
    shell.openExternal = (url) => {
      opened.push(url)
      return Promise.resolve()
    }
  })
  await go(page, `/topics/${topicIds[0] ?? ''}`)
  const first = page.locator('.galley .read').first()
  await first.locator('.image-line').nth(3).waitFor()
  const dot = first.locator('img')
  await expect.poll(() => dot.evaluate((img: HTMLImageElement) => img.naturalWidth)).toBe(4)
  expect(await dot.evaluate((img: HTMLImageElement) => [img.width, img.height])).toEqual([120, 80])
  const lines = first.locator('.image-line')
  await expect.poll(() => lines.nth(0).textContent()).toContain(`Put the file into ${attachments}`)
  await expect.poll(() => lines.nth(1).textContent()).toContain('not PNG, JPEG')
  await expect.poll(() => lines.nth(2).textContent()).toContain('a link to another place')
  expect(await lines.nth(3).textContent()).toContain('not loaded')

  // The browser itself sets the formulas; they have a size and are no row of words.
  await page.locator('.galley math').first().waitFor()
  const fraction = page.locator('.galley mfrac').first()
  expect((await fraction.boundingBox())?.height).toBeGreaterThan(16)

  const fold = first.locator('summary')
  await fold.focus()
  await page.keyboard.press(' ')
  await first.getByText('What is below the fold.').waitFor()
  await takePictures(page, 'reading')
  await first.getByRole('link', { name: 'A link' }).click()
  await expect
    .poll(() => app.evaluate(() => Reflect.get(globalThis, 'opened') as string[]))
    .toEqual(['https://example.invalid/page'])
  expect(app.windows()).toHaveLength(1)

  const statuses = await page.evaluate(async () => {
    const names = [
      '../understudy.db',
      '..%2funderstudy.db',
      '%2e%2e%2foutside.png',
      '.',
      'a%00.png',
      '%'
    ]
    const answers = await Promise.all(names.map((name) => fetch(`/attachments/${name}`)))
    return answers.map(({ status }) => status)
  })
  for (const status of statuses) expect(status).toBeGreaterThanOrEqual(400)
})

async function setDrafts(projectDir: string, texts: string[]): Promise<void> {
  const db = await openDatabase(projectDir)
  try {
    for (const [variant, text] of texts.entries()) {
      await db.updateTable('drafts').set({ text }).where('variant_index', '=', variant).execute()
    }
  } finally {
    await db.destroy()
  }
}
