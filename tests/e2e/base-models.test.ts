import type { Page } from 'playwright-core'
import { expect, test, vi } from 'vitest'
import { startHub } from '../fixtures/hub/hub-double'
import { tinyModel } from '../fixtures/hub/tiny-model'
import { temporaryFolder } from '../fixtures/project'
import { ask } from './fixtures/bridge'
import { go } from './fixtures/screens'
import { newProjectDir, openWindow, takePictures } from './fixtures/window'

const MINUTES = 60_000
const GEMMA = 'google/gemma-3-1b-it'

const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).click()

async function saveToken(page: Page): Promise<void> {
  await page.getByLabel('Access token').fill('hf_right')
  await press(page, 'Save the token')
  await page.getByRole('button', { name: 'Forget it' }).waitFor()
}

test(
  'a gated model asks for a token, survives a kill on its way, and becomes a base to train on',
  async () => {
    const files = tinyModel()
    const hub = await startHub({
      [GEMMA]: { files, gated: true, access: { hf_right: 'accepted' } }
    })
    const places = { projectDir: newProjectDir(), dataHome: temporaryFolder() }
    const { page, kill } = await openWindow(places)
    await ask(page, 'hub.update', { address: hub.url })
    await go(page, '/models/add')
    await press(page, 'Download Gemma 3 1B')
    await page.getByText(`${GEMMA} is gated`).waitFor()
    await takePictures(page, 'base-models-gated')

    await saveToken(page)
    hub.switches.holdAfterBytes = 30_000
    await press(page, 'Try again with Gemma 3 1B')
    await vi.waitFor(() => expect(hub.holding()).toBe(1), { timeout: MINUTES, interval: 100 })
    await page.getByRole('progressbar', { name: 'Download of Gemma 3 1B' }).waitFor()
    kill()
    hub.release()

    const again = await openWindow(places)
    await go(again.page, '/models/add')
    await again.page.getByText('Stopped.').waitFor()
    // Without a keychain a token lasts as long as the app does.
    const { hasToken } = await ask(again.page, 'hub.settings', {})
    if (!hasToken) await saveToken(again.page)
    await press(again.page, 'Continue with Gemma 3 1B')
    const row = again.page.getByRole('listitem').filter({ hasText: GEMMA })
    await row.getByText('Added').waitFor()

    const bases = await ask(again.page, 'bases.list', {})
    const base = bases.find(({ model }) => model.name === 'Gemma 3 1B')
    expect(base).toMatchObject({ source: 'hub', model: { origin: { repository: GEMMA } } })
    await go(again.page, '/train/new')
    await again.page.getByRole('combobox', { name: 'Start from' }).click()
    await again.page
      .getByRole('option')
      .filter({ hasText: /Gemma 3 1B.*Fits for LoRA/ })
      .click()
    await again.page.getByText('Gemma 3 1B').first().waitFor()
    // It writes in the data folder of this test until it has ended.
    await again.app.close()
  },
  4 * MINUTES
)
