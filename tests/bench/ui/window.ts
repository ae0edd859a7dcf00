import { spawn, type ChildProcess } from 'node:child_process'
import fs from 'node:fs'
import { createRequire } from 'node:module'
import os from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { chromium, type Page } from 'playwright-core'

const root = path.resolve(import.meta.dirname, '../../..')
const require = createRequire(import.meta.url)

export type BenchWindow = {
  page: Page
  /** When the process was started, in milliseconds since 1970. */
  startedAt: number
  close: () => Promise<void>
}

/**
 * Starts the built app as a person would, and reaches into its window only once it is there: a
 * debugger that waits from the beginning would be part of what is measured.
 */
export async function openBenchWindow(projectDir: string): Promise<BenchWindow> {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'understudy-bench-home-'))
  const screen = await openScreen()
  const startedAt = Date.now()
  // The package's default export is the path of the program.
  const electron = require('electron') as string
  const child = spawn(
    electron,
    ['--no-sandbox', '--remote-debugging-port=0', '.', '--project', projectDir],
    {
      cwd: root,
      env: { ...process.env, ...screen.env, UNDERSTUDY_HOME: home, ELECTRON_RENDERER_URL: '' },
      stdio: ['ignore', 'ignore', 'pipe']
    }
  )
  const browser = await chromium.connectOverCDP(await debuggerAddress(child))
  const page = await windowOf(() => browser.contexts().flatMap((context) => context.pages()))
  return {
    page,
    startedAt,
    close: async () => {
      await browser.close()
      await ended(child)
      await screen.close()
      fs.rmSync(home, { recursive: true, force: true, maxRetries: 5 })
    }
  }
}

/** Chromium says on which port its debugger listens, and nothing else of use. */
async function debuggerAddress(child: ChildProcess): Promise<string> {
  if (!child.stderr) throw new Error('The app has no output to read.')
  const lines: string[] = []
  for await (const line of createInterface({ input: child.stderr })) {
    lines.push(line)
    const address = /DevTools listening on (ws:\S+)/.exec(line)?.[1]
    if (address === undefined) continue
    child.stderr.resume()
    return address
  }
  throw new Error(`The app ended before its window was there:\n${lines.join('\n')}`)
}

async function windowOf(pages: () => Page[]): Promise<Page> {
  const until = Date.now() + 20_000
  while (Date.now() < until) {
    const page = pages().find((candidate) => candidate.url().startsWith('app://'))
    if (page) return page
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('The window did not open within 20 s.')
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exit = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGKILL')
  await exit
}

/** A virtual screen where there is none. */
async function openScreen(): Promise<{ env: NodeJS.ProcessEnv; close: () => Promise<void> }> {
  const there = process.platform !== 'linux' || process.env['DISPLAY'] !== undefined
  if (there) return { env: {}, close: async () => undefined }
  const server = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1000x24'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe']
  })
  const answer = server.stdio[3]
  if (!answer) throw new Error('Xvfb has no way to say its number.')
  const number = await new Promise<string>((resolve, reject) => {
    server.once('error', reject)
    answer.once('data', (data: Buffer) => resolve(data.toString().trim()))
  })
  return { env: { DISPLAY: `:${number}` }, close: () => ended(server) }
}
