import fs from 'node:fs'
import path from 'node:path'
import type { ElectronApplication, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openDatabase } from '../../src-main/database/connection'
import { saveModel } from '../../src-main/models/repository'
import { starterModel } from '../fixtures/generation/embedded'
import { ask } from './fixtures/bridge'
import { newProjectDir, openWindow, takePictures } from './fixtures/window'

const MINUTES = 60_000

test(
  'the built-in writer says when its model is gone or damaged, or its process dies, and goes on',
  async () => {
    const projectDir = newProjectDir()
    const file = await addSecondModel(projectDir)
    const { app, page } = await openWindow({ projectDir })
    const second = (await ask(page, 'models.list', {})).find(({ name }) => name === 'Second voice')
    await ask(page, 'engines.update', { writer: { engine: 'embedded', modelId: second?.id ?? '' } })
    await page.evaluate(() => void (location.hash = '#/settings/engines'))
    await page.getByText('Who writes the drafts').waitFor()
    await page.getByText('Built-in writer ready').waitFor()

    fs.renameSync(file, `${file}.away`)
    await lookAgain(page)
    await page.getByText('is no longer at').waitFor()
    await takePictures(page, 'engines-built-in-gone')
    fs.renameSync(`${file}.away`, file)
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.getByText('Built-in writer ready').waitFor()

    const whole = fs.readFileSync(file)
    fs.rmSync(file)
    fs.writeFileSync(file, whole.subarray(0, 1_000_000))
    await lookAgain(page)
    await page.getByText('cannot be used').waitFor()
    await takePictures(page, 'engines-built-in-damaged')
    await page.getByRole('combobox', { name: 'Model of the built-in writer' }).click()
    await page.getByRole('option', { name: /SmolLM2/ }).click()
    await page.getByText('Built-in writer ready').waitFor()

    await crashWhileWriting(app, page)
  },
  3 * MINUTES
)

/** A second GGUF in the project, as an export leaves one. */
async function addSecondModel(projectDir: string): Promise<string> {
  const file = path.join(projectDir, 'models', 'second.gguf')
  fs.mkdirSync(path.dirname(file), { recursive: true })
  fs.copyFileSync(starterModel(), file)
  const db = await openDatabase(projectDir)
  await saveModel(db, {
    kind: 'gguf',
    name: 'Second voice',
    parentId: null,
    runId: null,
    path: 'models/second.gguf',
    sizeBytes: fs.statSync(file).size,
    quantization: null,
    licence: null,
    canaryAgrees: null
  })
  await db.destroy()
  return file
}

/** As when the person comes back to the window. */
const lookAgain = (page: Page): Promise<unknown> =>
  page.evaluate(() => window.dispatchEvent(new Event('focus')))

async function crashWhileWriting(app: ElectronApplication, page: Page): Promise<void> {
  const { id: personaId } = await ask(page, 'personas.create', {
    name: 'Pilot',
    description: 'Short and dry.'
  })
  const { added } = await ask(page, 'topics.paste', {
    personaId,
    text: 'Count from one to a thousand, in words'
  })
  const topicId = added[0]?.id ?? ''
  await page.evaluate((id) => void (location.hash = `#/topics/${id}`), topicId)
  await ask(page, 'drafts.write', { topicIds: [topicId] })
  const writing = async (): Promise<number> =>
    (await ask(page, 'drafts.writing', { topicId }))?.tokens ?? 0
  await expect.poll(writing, { timeout: MINUTES, interval: 50 }).toBeGreaterThan(5)
  const killed = await app.evaluate(({ app: electron }) => {
    const host = electron.getAppMetrics().find(({ name }) => name === 'Understudy model')
    return host !== undefined && process.kill(host.pid, 'SIGKILL')
  })
  expect(killed).toBe(true)
  await page.getByText('engine stopped while writing').first().waitFor()
  await takePictures(page, 'engines-built-in-crashed')
  await page
    .getByRole('button', { name: /Write (again|new drafts)|Try again/ })
    .first()
    .click()
  await expect
    .poll(async () => (await ask(page, 'drafts.list', { topicId })).length, {
      timeout: 2 * MINUTES
    })
    .toBe(3)
}
