import { expect, test } from 'vitest'
import { freePort } from '../integration/server/served'
import { go } from './fixtures/screens'
import { openWindow } from './fixtures/window'

test('the local server is turned on, its port and token are at hand, and callers are seen', async () => {
  const { page } = await openWindow()
  await go(page, '/settings/server')
  const port = String(await freePort())
  await page.getByText('Off. Nothing listens.').waitFor()
  await page.getByLabel('Port').fill(port)
  await page.getByLabel('Port').press('Enter')
  await page.getByRole('switch', { name: 'Local server' }).click()
  const address = `http://127.0.0.1:${port}/v1`
  await page.getByText(`Answers at ${address}`).waitFor()

  await page.getByRole('button', { name: 'Show the token' }).click()
  const token = await page.locator('.mono.selectable.break-all').innerText()
  const ask = (given: string): Promise<Response> =>
    fetch(`${address}/models`, {
      headers: { authorization: `Bearer ${given}`, 'user-agent': 'a-script/1.0' }
    })
  expect((await ask(token)).status).toBe(200)
  expect((await ask('guessed')).status).toBe(401)
  await page.getByText('1 answer and 1 refusal since the start.').waitFor()
  expect(await page.getByRole('row', { name: /a-script/ }).count()).toBe(2)

  await page.getByRole('button', { name: 'Renew' }).click()
  await page.getByRole('button', { name: 'Make a new token' }).click()
  await expect.poll(async () => (await ask(token)).status).toBe(401)
  await page.getByRole('switch', { name: 'Local server' }).click()
  await page.getByText('Off. Nothing listens.').waitFor()
  await expect(ask(token)).rejects.toThrow()
})
