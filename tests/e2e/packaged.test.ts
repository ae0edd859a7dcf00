import fs from 'node:fs'
import path from 'node:path'
import readline from 'node:readline'
import { extractFile, listPackage } from '@electron/asar'
import { FuseState, FuseV1Options, getCurrentFuseWire } from '@electron/fuses'
import { execa } from 'execa'
import { chromium } from 'playwright-core'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { temporaryFolder } from '../fixtures/project'
import { settled } from './fixtures/window'

const root = path.resolve(import.meta.dirname, '..', '..')
const unpacked = path.join(root, 'dist', 'linux-unpacked')
const program = path.join(unpacked, 'understudy')
const resources = path.join(unpacked, 'resources')

const Manifest = z.object({ devDependencies: z.record(z.string(), z.string()) })
const { devDependencies } = Manifest.parse(
  JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8'))
)

describe.runIf(process.platform === 'linux')('the packaged app', () => {
  beforeAll(async () => {
    await execa(process.execPath, [path.join(root, 'scripts', 'dist.mjs')], { cwd: root })
  })

  test('has its fuses set', async () => {
    const fuses = await getCurrentFuseWire(program)
    const set = (fuse: FuseV1Options): FuseState | undefined => fuses[fuse]
    expect(set(FuseV1Options.EnableCookieEncryption)).toBe(FuseState.ENABLE)
    expect(set(FuseV1Options.EnableNodeOptionsEnvironmentVariable)).toBe(FuseState.DISABLE)
    expect(set(FuseV1Options.EnableNodeCliInspectArguments)).toBe(FuseState.DISABLE)
    expect(set(FuseV1Options.EnableEmbeddedAsarIntegrityValidation)).toBe(FuseState.ENABLE)
    expect(set(FuseV1Options.OnlyLoadAppFromAsar)).toBe(FuseState.ENABLE)
    expect(set(FuseV1Options.LoadBrowserProcessSpecificV8Snapshot)).toBe(FuseState.DISABLE)
    expect(set(FuseV1Options.GrantFileProtocolExtraPrivileges)).toBe(FuseState.DISABLE)
    // The embedded engine tries its library in a forked process here; on a Mac it is off.
    expect(set(FuseV1Options.RunAsNode)).toBe(FuseState.ENABLE)
  })

  test('holds the app and what it needs to run, and nothing else', () => {
    const archive = path.join(resources, 'app.asar')
    const inside = listPackage(archive, { isPack: false }).map((name) => name.slice(1))
    const top = new Set(inside.map((name) => name.split('/')[0]))
    expect([...top].sort()).toEqual(['node_modules', 'out', 'package.json'])
    const beside = filesBelow(resources)
    const shipped = [...inside, ...beside]
    const unwanted = /(^|\/)(\.env|\.git|\.npmrc|\.venv-dev|__pycache__|screenshots)(\/|$)/
    expect(shipped.filter((name) => unwanted.test(name))).toEqual([])
    expect(
      shipped.filter((name) => /\.(map|pem|p12|key|db|test\.[jt]sx?|tsx?)$/.test(name))
    ).toEqual([])
    expect(beside.filter((name) => name.startsWith('python-env/tests'))).toEqual([])
    expect(beside).toContain('python-env/trainer/__main__.py')
    expect(beside).not.toContain('default_app.asar')
    const packages = Object.keys(devDependencies).filter((name) =>
      inside.includes(`node_modules/${name}`)
    )
    expect(packages).toEqual([])
  })

  test('holds no secret, and no path of the machine that built it', () => {
    const archive = path.join(resources, 'app.asar')
    const secret =
      /-----BEGIN [A-Z ]*PRIVATE KEY|\bhf_[A-Za-z]{30,}|\bsk-[A-Za-z0-9]{32,}|\bgh[pos]_\w{36}/
    const ours = listPackage(archive, { isPack: false }).filter((name) =>
      /^\/out\/.*\.(c?js|html|css)$/.test(name)
    )
    expect(ours.length).toBeGreaterThan(5)
    for (const name of ours) {
      const text = extractFile(archive, name.slice(1)).toString('utf8')
      expect(secret.test(text), name).toBe(false)
      expect(text.includes(root), name).toBe(false)
    }
  })

  test('opens on the sample, and its own engine answers', async () => {
    const home = temporaryFolder()
    const child = execa(program, ['--no-sandbox', '--remote-debugging-port=0'], {
      env: { UNDERSTUDY_HOME: home, NODE_OPTIONS: '--require=/nowhere.cjs' },
      reject: false,
      stdout: 'ignore'
    })
    onTestFinished(async () => {
      child.kill('SIGKILL')
      await child
    })
    const browser = await chromium.connectOverCDP(await addressOf(child.stderr))
    const page = browser.contexts()[0]?.pages()[0]
    if (!page) throw new Error('The packaged app has no window.')
    await settled(page)
    expect(page.url()).toMatch(/^app:\/\/understudy\//)
    await expect.poll(() => page.title(), { timeout: 30_000 }).toContain('Understudy')
    // As the page itself asks: over the bridge, with the starter model that ships with the app.
    const answer = await page.evaluate(async () => {
      const { calls } = (
        window as unknown as {
          understudy: { calls: Record<string, (input: unknown) => Promise<unknown>> }
        }
      ).understudy
      const models = await calls['models.list']?.({})
      const id = JSON.stringify(models).match(/"id":"([^"]+)","kind":"base"/)?.[1]
      return JSON.stringify(
        await calls['chat.ask']?.({
          chatId: crypto.randomUUID(),
          modelIds: [id],
          prompt: 'Name one colour.',
          sampling: { temperature: 0, maxTokens: 12 }
        })
      )
    })
    expect(answer).toMatch(/"text":"\s*\w/)
  })
})

/** Chromium says on stderr where it listens. */
async function addressOf(stderr: NodeJS.ReadableStream): Promise<string> {
  for await (const line of readline.createInterface({ input: stderr })) {
    const address = /DevTools listening on (\S+)/.exec(line)?.[1]
    if (address !== undefined) return address
  }
  throw new Error('The packaged app ended without a window.')
}

/** Paths below a folder, with forward slashes. */
const filesBelow = (dir: string): string[] =>
  fs
    .readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      path.relative(dir, path.join(entry.parentPath, entry.name)).split(path.sep).join('/')
    )
