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
  expect(policy).toContain("img-src 'self'")
  expect(policy).not.toMatch(/unsafe|data:|https?:/)

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

  // The app's own listener comes first, so this one hears what it decided.
  const refused = app.evaluate(
    ({ BrowserWindow }) =>
      new Promise<boolean>((resolve) => {
        BrowserWindow.getAllWindows()[0]?.webContents.once('will-navigate', (event) => {
          resolve(event.defaultPrevented)
        })
      })
  )
  await page.evaluate(() => {
    window.location.href = 'https://example.invalid/'
  })
  expect(await refused).toBe(true)
  expect(page.url()).toMatch(/^app:\/\/understudy\//)
})

test('a link opens in the browser and nowhere else, and only to the web', async () => {
  const { app, page } = await openWindow()
  await app.evaluate(({ shell }) => {
    const opened: string[] = []
    Reflect.set(globalThis, 'opened', opened)
    shell.openExternal = (url) => {
      opened.push(url)
      return Promise.resolve()
    }
  })
  await page.evaluate(() => {
    for (const url of ['file:///etc/passwd', 'smb://host/share', 'https://example.invalid/page']) {
      window.open(url)
    }
  })
  const opened = (): Promise<string[]> =>
    app.evaluate(() => Reflect.get(globalThis, 'opened') as string[])
  await expect.poll(opened).toEqual(['https://example.invalid/page'])
  expect(app.windows()).toHaveLength(1)
})

test('a page that is not the app’s own gets nothing from the bridge', async () => {
  const { app } = await openWindow()
  const answer = await app.evaluate(async ({ app: electron, BrowserWindow }) => {
    const foreign = new BrowserWindow({
      show: false,
      webPreferences: {
        preload: `${electron.getAppPath()}/out/preload/index.cjs`,
        contextIsolation: true,
        sandbox: true
      }
    })
    await foreign.loadURL('data:text/html,a page of somebody else')
    // Fails where the bridge is not there at all, so that its refusal is what is tested.
    const script = `window.understudy.calls['personas.list']({})`
    const result = (await foreign.webContents.executeJavaScript(script)) as unknown
    foreign.destroy()
    return result
  })
  expect(answer).toMatchObject({ ok: false, error: { code: 'forbidden' } })
})
