import { expect, test } from 'vitest'
import { openWindow } from './fixtures/window'

test('the window lives under the security floor', async () => {
  const { app, page } = await openWindow()
  const preferences = await app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    // Electron has the getter but does not declare it.
    const contents = window?.webContents as unknown as {
      getLastWebPreferences: () => Record<string, unknown>
    }
    return contents.getLastWebPreferences()
  })

  expect(preferences['contextIsolation']).toBe(true)
  expect(preferences['sandbox']).toBe(true)
  expect(preferences['nodeIntegration']).toBe(false)
  expect(await page.evaluate(() => typeof Reflect.get(globalThis, 'require'))).toBe('undefined')
  expect(page.url()).toMatch(/^app:\/\/understudy\//)

  const policy = await page.evaluate(async () =>
    (await fetch('app://understudy/index.html')).headers.get('content-security-policy')
  )
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain("script-src 'self'")
  expect(policy).not.toMatch(/script-src[^;]*unsafe/)

  const ranInline = await page.evaluate(() => {
    const script = document.createElement('script')
    script.textContent = 'document.title = "owned"'
    document.head.append(script)
    return document.title === 'owned'
  })
  expect(ranInline).toBe(false)

  const outside = await page.evaluate(async () => {
    // The second one keeps its way up: an address is only tidied where the slashes are plain.
    const ways = ['../../package.json', '..%2f..%2fpackage.json', '%2e%2e%2f%2e%2e%2fpackage.json']
    const answers = await Promise.all(ways.map((way) => fetch(`app://understudy/${way}`)))
    return answers.map(({ status }) => status)
  })
  expect(outside).toEqual([404, 404, 404])
  await expect(page.evaluate(() => fetch('http://127.0.0.1:9/'))).rejects.toThrow()

  const permission = await page.evaluate(async () => {
    const status = await navigator.permissions.query({ name: 'geolocation' })
    return status.state
  })
  expect(permission).toBe('denied')

  await page.evaluate(() => {
    window.location.href = 'https://example.invalid/'
  })
  expect(page.url()).toMatch(/^app:\/\/understudy\//)
  await page.evaluate(() => {
    window.open('file:///etc/passwd')
  })
  expect(app.windows()).toHaveLength(1)
})

test('a page that is not the app’s own gets nothing from the bridge', async () => {
  const { app } = await openWindow()
  const answer = await app.evaluate(async ({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows()
    const preload = (
      window?.webContents as unknown as {
        getLastWebPreferences: () => { preload: string }
      }
    ).getLastWebPreferences().preload
    const foreign = new BrowserWindow({
      show: false,
      webPreferences: { preload, contextIsolation: true, sandbox: true }
    })
    await foreign.loadURL('about:blank')
    const script = `window.understudy
      ? window.understudy.calls['personas.list']({})
      : ({ ok: false, error: { code: 'forbidden' } })`
    const result = (await foreign.webContents.executeJavaScript(script)) as unknown
    foreign.destroy()
    return result
  })
  expect(answer).toMatchObject({ ok: false, error: { code: 'forbidden' } })
})
