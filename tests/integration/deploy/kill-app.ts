import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { expect } from 'vitest'
import { trainerIsAlive } from '../../../src-main/training/trainer-process'

/** Starts an app that takes up an export, and ends it with kill -9 as it begins a step. */
export async function killAppWhileItDoes(
  step: string,
  { projectDir, dataDir, jobId }: { projectDir: string; dataDir: string; jobId: string }
): Promise<void> {
  const script = path.join(import.meta.dirname, 'exporting-app.mjs')
  const app = spawn(process.execPath, [script, projectDir, dataDir, jobId], {
    stdio: ['ignore', 'pipe', 'pipe']
  })
  const errors: string[] = []
  app.stderr.on('data', (data: Buffer) => errors.push(data.toString()))
  const exit = new Promise((resolve) => app.once('exit', resolve))
  const steps: string[] = []
  for await (const line of createInterface({ input: app.stdout })) {
    steps.push(line)
    if (line === step) app.kill('SIGKILL')
  }
  await exit
  expect(steps.at(-1), errors.join('')).toBe(step)
  // What it had begun goes on by itself, to its end.
  const exportsDir = path.join(projectDir, 'exports')
  await expect
    .poll(
      () => fs.readdirSync(exportsDir).some((name) => trainerIsAlive(path.join(exportsDir, name))),
      {
        timeout: 120_000,
        interval: 100
      }
    )
    .toBe(false)
}

/** Every file below a folder whose name says that it is unfinished. */
export function leftBehind(dir: string): string[] {
  return fs
    .readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(staged|part|tmp)$/.test(file))
}
