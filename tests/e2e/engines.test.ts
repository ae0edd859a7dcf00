import type { Page } from 'playwright-core'
import { expect, onTestFinished, test } from 'vitest'
import { starterModel } from '../fixtures/generation/embedded'
import { KEY, lmStudio } from '../fixtures/generation/engines'
import { modelList, openAiDouble } from '../fixtures/generation/openai-double'
import { startLmStudio, type LmStudioDouble } from '../fixtures/lm-studio/lm-studio'
import { temporaryFolder } from '../fixtures/project'
import { ask } from './fixtures/bridge'
import { openWindow, takePictures } from './fixtures/window'

const MINUTES = 60_000

const openEngines = async (page: Page): Promise<void> => {
  await page.getByRole('link', { name: 'Settings', exact: true }).click()
  await page.getByRole('tab', { name: 'Engines' }).click()
  await page.getByText('Who writes the drafts').waitFor()
}

const useAddress = (page: Page, baseUrl: string): Promise<unknown> =>
  ask(page, 'engines.update', { server: { name: 'lmstudio', baseUrl } })

/** Waits for the words beside the engine's name, and leaves a picture. */
const sees = async (page: Page, words: string, picture: string): Promise<void> => {
  await page.locator('.st', { hasText: words }).first().waitFor()
  await takePictures(page, `engines-${picture}`)
}

const press = (page: Page, name: string): Promise<void> =>
  page.getByRole('button', { name, exact: true }).last().click()

test(
  'every state of LM Studio is told in words, and the button beside them mends it',
  async () => {
    const userHome = temporaryFolder()
    const { page } = await openWindow({ userHome })
    await useAddress(page, 'http://127.0.0.1:47')
    await openEngines(page)
    await sees(page, 'Not found yet', 'not-installed')

    const studio = await startLmStudio({ userHome, start: 'closed', auth: 'sk-lm-right' })
    onTestFinished(() => studio.close())
    studio.addModel(starterModel(), {
      publisher: 'lmstudio-community',
      model: 'SmolLM2-135M-Instruct-GGUF'
    })
    const address = page.getByLabel('Address').first()
    await address.fill(`${studio.url}/v1`)
    await address.press('Tab')
    await sees(page, 'Not running', 'not-running')
    expect(await address.inputValue()).toBe(studio.url)

    await studio.openApp()
    await press(page, 'Check again')
    await sees(page, 'Open, but its server is off', 'server-off')
    await press(page, 'Start the server')
    await sees(page, 'Asks for a token', 'token-needed')

    await enterToken(page, 'wrong')
    await sees(page, 'Refuses the token', 'token-refused')
    await enterToken(page, 'sk-lm-right')
    await sees(page, 'Connected, nothing loaded', 'nothing-loaded')

    studio.set({ jit: false })
    await page.getByRole('radio', { name: 'LM Studio' }).click()
    await page.getByText('does not load models by itself').waitFor()
    await takePictures(page, 'engines-nothing-loaded-no-jit')

    await failedLoads(page, studio)
    studio.set({ loadSeconds: 3 })
    await press(page, 'Load with a context of 4,096')
    await sees(page, 'Loading a model', 'loading')
    await sees(page, 'Connected, 1 model', 'ready')
    await page.getByText('LM Studio ready').waitFor()
    expect(await ask(page, 'engines.status', {})).toMatchObject({ state: 'ready' })
  },
  4 * MINUTES
)

async function enterToken(page: Page, token: string): Promise<void> {
  await press(page, 'Enter the token')
  const field = page.getByLabel('API token').first()
  await expect.poll(() => field.evaluate((one) => one === document.activeElement)).toBe(true)
  await page.keyboard.type(token)
  await page.keyboard.press('Enter')
}

/** Each way in which a model does not load says why, and the button to try again stays. */
async function failedLoads(page: Page, studio: LmStudioDouble): Promise<void> {
  for (const [picture, change, words] of [
    ['load-crashed', { crashOnLoad: true }, 'crashed while LM Studio'],
    ['guardrail', { crashOnLoad: false, guardrailBytes: 250e6 }, 'its memory guard counts 0.29 GB']
  ] as const) {
    studio.set(change)
    await press(page, 'Load SmolLM2-135M-Instruct')
    await page.getByText(words).waitFor()
    await takePictures(page, `engines-${picture}`)
  }
}

test(
  'what answers but is not LM Studio, and another server that does not answer, are each put right by the address',
  async () => {
    const userHome = temporaryFolder()
    const server = await openAiDouble({ models: modelList('calm-engineer') })
    const { page } = await openWindow({ userHome })
    const root = server.baseUrl.replace('/v1', '')
    await useAddress(page, root)
    await ask(page, 'engines.update', {
      server: { name: 'other', baseUrl: 'http://127.0.0.1:47' }
    })
    await openEngines(page)
    await page.getByText('but it is not LM Studio').waitFor()
    await page.getByText('127.0.0.1 refused the connection on port 47').waitFor()
    await takePictures(page, 'engines-other-not-running')

    await press(page, 'Edit')
    const address = page.getByLabel('Address').last()
    await address.fill(root)
    await address.press('Enter')
    await page.locator('.st', { hasText: 'Connected, 1 model' }).waitFor()
    await page.getByRole('radio', { name: 'Another server' }).click()
    await page.getByText(`${new URL(root).host} ready`).waitFor()
    await takePictures(page, 'engines-other-ready')
    expect(await ask(page, 'engines.settings', {})).toMatchObject({
      writer: { engine: 'openai', server: 'other', model: 'calm-engineer' },
      servers: { other: { baseUrl: server.baseUrl } }
    })
  },
  2 * MINUTES
)

test(
  'drafts written by LM Studio are ranked blind, and then say so; a server that went away is started again',
  async () => {
    const studio = await lmStudio()
    await studio.load(KEY)
    const { page } = await openWindow({ userHome: studio.userHome })
    await useAddress(page, studio.url)
    await ask(page, 'engines.update', {
      writer: { engine: 'openai', server: 'lmstudio', model: KEY },
      sampling: { temperature: 0.9, topP: 0.95, minP: 0.05, maxTokens: 30 }
    })
    const { id: personaId } = await ask(page, 'personas.create', {
      name: 'Pilot',
      description: 'Short and dry.'
    })
    const { added } = await ask(page, 'topics.paste', { personaId, text: 'Rain\nFog' })
    const [rain = '', fog = ''] = added.map(({ id }) => id)

    await page.evaluate((id) => void (location.hash = `#/topics/${id}`), rain)
    await ask(page, 'drafts.write', { topicIds: [rain] })
    await expect
      .poll(async () => (await ask(page, 'drafts.list', { topicId: rain })).length, {
        timeout: MINUTES
      })
      .toBe(3)
    const drafts = await ask(page, 'drafts.list', { topicId: rain })
    expect(new Set(drafts.map(({ text }) => text)).size).toBe(3)
    expect(drafts.map(({ origin }) => origin)).toEqual([null, null, null])
    await page.getByRole('link', { name: /^Rank/ }).first().click()
    await page.locator('.asks', { hasText: 'Which is best?' }).waitFor()
    expect(await page.locator('body').innerHTML()).not.toContain('SmolLM2')
    await page.keyboard.press('1')
    await page.keyboard.press('3')
    await page.getByText(KEY).first().waitFor()
    await page.keyboard.press('Escape')
    await page.evaluate((id) => void (location.hash = `#/topics/${id}`), rain)
    await page.getByRole('cell', { name: 'LM Studio' }).first().waitFor()
    await takePictures(page, 'engines-origin')
    const [written] = await ask(page, 'drafts.list', { topicId: rain })
    expect(written?.origin).toMatchObject({ engine: 'lmstudio', model: KEY })

    await studio.stopServer()
    await page.evaluate((id) => void (location.hash = `#/topics/${id}`), fog)
    await ask(page, 'drafts.write', { topicIds: [fog] })
    await page.getByText('its server is off').first().waitFor()
    await page.getByText('LM Studio server is off').waitFor()
    await takePictures(page, 'engines-writing-failed')
    await page.getByRole('button', { name: 'Start the server' }).first().click()
    await page.getByText('LM Studio ready').waitFor()
  },
  3 * MINUTES
)
