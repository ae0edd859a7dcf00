import { spawn } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { expect } from 'vitest'
import { killGroup } from '../../../src-main/processes/group'
import { ProcessIdentity } from '../../../src-main/processes/identity'
import { trainerIsAlive } from '../../../src-main/training/trainer-process'

/** The trainer that a step begins with; the others have the engine alone at work. */
const STAGES: Readonly<Record<string, string>> = {
  'answers-before': 'answers-before',
  merge: 'merge',
  convert: 'convert',
  'check-F16': 'tokens',
  'quantize-Q4_K_M': 'quantize-Q4_K_M'
}

/** Starts an app that takes up an export, and ends it with kill -9 while it is at a step. */
export async function killAppWhileItDoes(
  step: string,
  { projectDir, dataDir, jobId }: { projectDir: string; dataDir: string; jobId: string }
): Promise<void> {
  const exportsDir = path.join(projectDir, 'exports')
  fs.mkdirSync(exportsDir, { recursive: true })
  // What is written of a trainer below is then of one that this app has started.
  for (const name of fs.readdirSync(exportsDir)) {
    const dir = path.join(exportsDir, name)
    if (!trainerIsAlive(dir)) fs.rmSync(path.join(dir, 'trainer.json'), { force: true })
  }
  const script = path.join(import.meta.dirname, 'exporting-app.mjs')
  const app = spawn(process.execPath, [script, projectDir, dataDir, jobId, step], {
    stdio: ['ignore', 'pipe', 'pipe']
  })
  const errors: string[] = []
  app.stderr.on('data', (data: Buffer) => errors.push(data.toString()))
  const exit = new Promise((resolve) => app.once('exit', resolve))
  const stage = STAGES[step]
  const steps: string[] = []
  for await (const line of createInterface({ input: app.stdout })) {
    steps.push(line)
    if (line !== step) continue
    if (stage !== undefined) {
      await expect
        .poll(() => recordsIn(exportsDir).some((text) => text.includes(`"stage":"${stage}"`)), {
          timeout: 300_000,
          interval: 20
        })
        .toBe(true)
    }
    app.kill('SIGKILL')
  }
  await exit
  expect(steps.at(-1), errors.join('')).toBe(step)
  // What it had begun goes on by itself, to its end.
  await expect
    .poll(
      () => fs.readdirSync(exportsDir).some((name) => trainerIsAlive(path.join(exportsDir, name))),
      {
        timeout: 500_000,
        interval: 100
      }
    )
    .toBe(false)
}

/** What is written down of the trainers at work. */
const recordsIn = (exportsDir: string): string[] =>
  fs
    .readdirSync(exportsDir)
    .map((name) => path.join(exportsDir, name, 'trainer.json'))
    .filter((file) => fs.existsSync(file))
    .map((file) => fs.readFileSync(file, 'utf8'))

/** Kills the trainer's whole group as soon as it is at this stage. */
export async function killTrainerAt(runDir: string, stage: string): Promise<void> {
  const record = path.join(runDir, 'trainer.json')
  await new Promise<void>((resolve) => {
    const timer = setInterval(() => {
      const text = fs.existsSync(record) ? fs.readFileSync(record, 'utf8') : ''
      if (!text.includes(`"${stage}"`) || !text.endsWith('}')) return
      clearInterval(timer)
      killGroup(ProcessIdentity.parse(JSON.parse(text)))
      resolve()
    }, 50)
  })
}

/** Every file below a folder whose name says that it is unfinished. */
export function leftBehind(dir: string): string[] {
  return fs
    .readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(staged|part|tmp)$/.test(file))
}
