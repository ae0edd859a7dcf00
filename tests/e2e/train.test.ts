import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { execa } from 'execa'
import type { Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { testHome } from '../fixtures/app'
import { writeProject } from '../fixtures/written-project'
import { ask, endOf } from './fixtures/bridge'
import { trainerOf } from './fixtures/trainer'
import { openWindow, settled, takePictures } from './fixtures/window'

const MINUTES = 60_000
const whileTraining = { timeout: 12 * MINUTES, interval: 100 }

/** The window trains in it first, then the terminal. */
const projectDir = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'understudy-')), 'Test project')
afterAll(() => fs.rmSync(path.dirname(projectDir), { recursive: true, force: true }))

test(
  'a run started in the window outlives a killed app, is taken up, stopped, continued and finished',
  async () => {
    await writeProject({ projectDir, topics: 10, ranked: 10, longest: 90 })
    const first = await openWindow({ projectDir })
    const { jobId: build } = await ask(first.page, 'python.build', {})
    expect((await endOf(first.page, build)).state.status).toBe('succeeded')
    const ranked = await ask(first.page, 'rankings.recent', { limit: 100 })

    await startFromForm(first.page)
    const [run] = await ask(first.page, 'runs.list', {})
    const id = run?.id ?? ''
    await expect.poll(() => pointsIn(first.page), whileTraining).toBeGreaterThan(1)
    const trainer = trainerOf(projectDir, id)
    trainer.freeze()
    const seen = await pointsIn(first.page)
    await takePictures(first.page, 'train-run')

    first.kill()
    const { page } = await openWindow({ projectDir })
    // A trainer takes its time wherever others are at work.
    page.setDefaultTimeout(whileTraining.timeout)
    expect(await ask(page, 'rankings.recent', { limit: 100 })).toEqual(ranked)
    await openRun(page)
    await page.getByText('Stage 1 of 1, DPO').waitFor()
    expect(trainerOf(projectDir, id).pid).toBe(trainer.pid)
    expect(await pointsIn(page)).toBeGreaterThanOrEqual(seen)
    trainer.goOn()
    await expect.poll(() => pointsIn(page), whileTraining).toBeGreaterThan(seen)

    trainer.freeze()
    await page.getByRole('button', { name: /^Stop and keep checkpoint/ }).click()
    await page.getByText('Stopping after this step').waitFor()
    trainer.goOn()
    await page.getByText('This run is stopped. Its checkpoint is kept.').waitFor()
    await takePictures(page, 'train-stopped')

    await page.getByRole('button', { name: /^Continue/ }).click()
    const verdict = page.getByRole('heading', { name: /voice-1 v1/ })
    await verdict.waitFor({ timeout: whileTraining.timeout })
    await page.getByText(/It was trained on 10 rankings and is right in/).waitFor()
    await takePictures(page, 'train-done')
    const steps = (await ask(page, 'runs.events', { id })).flatMap((event) =>
      event.type === 'metric' && event.split === 'train' ? [event.step] : []
    )
    // Each step was trained once: by one trainer at a time, and from where the last one stopped.
    expect(steps).toEqual(steps.map((_, index) => index + 1))
    expect(await pointsIn(page)).toBe(steps.length)

    await page.getByRole('link', { name: 'Train', exact: true }).first().click()
    await page.getByRole('row', { name: /Run 1 .*Finished/ }).waitFor()
    await takePictures(page, 'train-history')
  },
  30 * MINUTES
)

test(
  'the config file that a run left starts another from the terminal, and the history has both',
  async () => {
    const [run] = fs.readdirSync(path.join(projectDir, 'runs'))
    const config = path.join(projectDir, 'again.yaml')
    const left = fs.readFileSync(path.join(projectDir, 'runs', run ?? '', 'run.yaml'), 'utf8')
    expect(left).toContain('maxSteps: null')
    fs.writeFileSync(config, left.replace('maxSteps: null', 'maxSteps: 2'))

    const trained = await terminal('train', '--config', config, '--json')
    expect(trained.exitCode).toBe(0)
    const told = trained.stdout.split('\n').map((line): unknown => JSON.parse(line))
    expect(told[0]).toMatchObject({ type: 'run', number: 2 })
    expect(told).toContainEqual(expect.objectContaining({ type: 'metric', step: 2 }))
    expect(Finished.parse(told.at(-1)).sentences[1]).toContain('10 rankings')

    const { stdout } = await terminal('runs')
    expect(stdout).toMatch(/2 .*succeeded.*\n.*1 .*succeeded/)

    fs.writeFileSync(config, 'persona: Nobody')
    const refused = await terminal('train', '--config', config)
    expect(refused.exitCode).toBe(2)
    expect(refused.stderr).toContain('A run needs a name.')
  },
  12 * MINUTES
)

const Finished = z.object({
  type: z.literal('finished'),
  adapterId: z.uuid(),
  sentences: z.array(z.string())
})

/** The app's terminal face on the same project; the window is closed. */
const terminal = (...args: string[]) =>
  execa(
    path.resolve('node_modules/.bin/node'),
    ['out/main/cli.js', ...args, '--project', projectDir],
    { env: { UNDERSTUDY_HOME: testHome }, reject: false }
  )

/** Only preferring, without samples and prose beside: all else as the form proposes it. */
async function startFromForm(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Train', exact: true }).first().click()
  await page.getByRole('link', { name: 'New run' }).first().click()
  await page.getByRole('checkbox', { name: /^Imitate/, checked: true }).click()
  await page.getByRole('button', { name: /^Advanced/ }).click()
  await page.getByLabel('Samples every').fill('0')
  await page.getByLabel('Hold to the base').fill('0')
  await page.getByLabel('Checkpoint every').fill('2')
  await page.getByRole('button', { name: 'Advanced, 3 changed' }).waitFor()
  await page.getByRole('button', { name: 'Start run 1' }).click()
  // The points of the chart can be read as a table.
  await page
    .getByRole('figure', { name: 'Loss' })
    .getByRole('button', { name: 'View as table' })
    .click({ timeout: 6 * MINUTES })
}

async function openRun(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Train', exact: true }).first().click()
  await page.getByRole('link', { name: 'Run 1', exact: true }).click()
  await settled(page)
  await page
    .getByRole('figure', { name: 'Loss' })
    .getByRole('button', { name: 'View as table' })
    .click()
}

/** How many steps the loss chart shows a training loss of. */
const pointsIn = async (page: Page): Promise<number> => {
  const rows = page.getByRole('table', { name: 'Loss' }).locator('tbody tr')
  const losses = await rows.locator('td:nth-child(2)').allInnerTexts()
  return losses.filter((text) => text !== '').length
}
