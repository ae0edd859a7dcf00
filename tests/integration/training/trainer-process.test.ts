import fs from 'node:fs'
import path from 'node:path'
import { expect, test, vi } from 'vitest'
import { containing } from '../../fixtures/containing'
import { trainerCanBeTakenUp } from '../../../src-main/training/trainer-process'
import { errorOfSpawn } from '../../../src-main/training/trainer-errors'
import { lives, scriptedRun } from './scripted-run'

const soon = { timeout: 10_000, interval: 50 }

test('a trainer that finishes gives its done event, its events in order and its output in the log', async () => {
  const { run, events, runDir } = scriptedRun()
  expect(await run('finish')).toMatchObject({ type: 'done', summary: { steps: 1 } })
  expect(events.map(({ type }) => type)).toEqual(['progress', 'done'])
  expect(fs.readFileSync(path.join(runDir, 'log.txt'), 'utf8')).toMatch(/^base with 1 .*scripted/)
  expect(trainerCanBeTakenUp(runDir)).toBe(false)
})

test('a cancelled trainer stops by itself, and nothing of it is left', async () => {
  const { run, events, abort, pids, runDir } = scriptedRun()
  const running = run('until-stopped')
  const ended = expect(running).rejects.toMatchObject({ code: 'cancelled' })
  await vi.waitFor(() => expect(events.length).toBeGreaterThan(1), soon)
  abort.abort('cancelled')
  await ended
  expect(events.at(-1)).toMatchObject({ type: 'done', status: 'stopped' })
  expect(pids().filter(lives)).toEqual([])
  expect(fs.existsSync(path.join(runDir, 'stop'))).toBe(false)
})

test('a hung trainer and its children are ended after the grace', async () => {
  const { run, abort, pids, log } = scriptedRun()
  const running = run('deaf', 300)
  const ended = expect(running).rejects.toMatchObject({ code: 'cancelled' })
  await vi.waitFor(() => expect(pids()).toHaveLength(2), soon)
  expect(pids().filter(lives)).toHaveLength(2)
  abort.abort('cancelled')
  await ended
  await vi.waitFor(() => expect(pids().filter(lives)).toEqual([]), soon)
  expect(log.at(-1)).toContain('did not stop when asked')
})

test('a trainer outlives the app that closes, and the next start takes up the same one', async () => {
  const first = scriptedRun()
  const left = expect(first.run('until-told')).rejects.toMatchObject({ code: 'cancelled' })
  await vi.waitFor(() => expect(first.events.length).toBeGreaterThan(1), soon)
  first.abort.abort('closing')
  await left
  expect(first.pids().filter(lives)).toHaveLength(1)
  expect(trainerCanBeTakenUp(first.runDir)).toBe(true)

  const second = scriptedRun(first.runDir)
  const running = second.run('until-told')
  await vi.waitFor(() => expect(second.events.length).toBeGreaterThan(first.events.length), soon)
  expect(second.events.slice(0, first.events.length)).toEqual(first.events)
  fs.writeFileSync(path.join(first.runDir, 'go'), '')
  expect(await running).toMatchObject({ status: 'finished' })
  expect(second.pids()).toHaveLength(1)
  expect(second.pids().filter(lives)).toEqual([])
})

test('what a trainer finished while nobody was there is its result', async () => {
  const first = scriptedRun()
  const left = expect(first.run('until-told')).rejects.toMatchObject({ code: 'cancelled' })
  await vi.waitFor(() => expect(first.events.length).toBeGreaterThan(1), soon)
  first.abort.abort('closing')
  await left
  fs.writeFileSync(path.join(first.runDir, 'go'), '')
  await vi.waitFor(() => expect(first.pids().filter(lives)).toEqual([]), soon)

  const second = scriptedRun(first.runDir)
  expect(await second.run('until-told')).toMatchObject({ status: 'finished' })
  expect(second.pids()).toHaveLength(1)
})

test('while one stage is at work no other is started', async () => {
  const first = scriptedRun()
  const running = first.run('until-told')
  await vi.waitFor(() => expect(first.events.length).toBeGreaterThan(0), soon)
  const second = scriptedRun(first.runDir)
  await expect(second.run('finish')).rejects.toMatchObject({ code: 'conflict' })
  fs.writeFileSync(path.join(first.runDir, 'go'), '')
  await running
  expect(first.pids()).toHaveLength(1)
})

test.each([
  ['the kernel counts it', 1, { code: 'out_of_memory', message: containing('memory ran out') }],
  ['nothing shows it', 0, { code: 'training_failed', message: containing('outside this app') }]
])('a killed trainer was short of memory where %s', async (_why, kills, error) => {
  let counted = 4
  const { run, events, pids } = scriptedRun(undefined, { oomKills: () => counted })
  const failed = expect(run('until-told')).rejects.toMatchObject({
    ...error,
    remedy: { action: 'retry' }
  })
  await vi.waitFor(() => expect(events.length).toBeGreaterThan(0), soon)
  counted += kills
  process.kill(pids()[0] ?? 0, 'SIGKILL')
  await failed
})

test('a trainer that was taken up and is killed has no exit, and the kernel’s count still tells', async () => {
  const first = scriptedRun(undefined, { oomKills: () => 4 })
  const left = expect(first.run('until-told')).rejects.toMatchObject({ code: 'cancelled' })
  await vi.waitFor(() => expect(first.events.length).toBeGreaterThan(1), soon)
  first.abort.abort('closing')
  await left
  const second = scriptedRun(first.runDir, { oomKills: () => 5 })
  const failed = expect(second.run('until-told')).rejects.toMatchObject({ code: 'out_of_memory' })
  await vi.waitFor(() => expect(second.events.length).toBeGreaterThan(0), soon)
  process.kill(first.pids()[0] ?? 0, 'SIGKILL')
  await failed
})

test.each([
  [
    'says-why',
    { code: 'out_of_memory', message: 'Too little memory.', remedy: { text: 'Free some.' } }
  ],
  ['large', { code: 'out_of_memory', message: containing('memory ran out') }],
  ['diverges', { code: 'diverged', message: 'The loss was not a number.' }],
  ['no-room', { code: 'disk_full', message: containing('The trainer needs more space') }],
  ['no-package', { code: 'python_broken', remedy: { action: 'open-python-settings' } }],
  ['lost-package', { code: 'python_broken', remedy: { action: 'open-python-settings' } }],
  ['crash', { code: 'training_failed', message: containing('SIGSEGV') }],
  ['without-a-word', { code: 'training_failed', detail: containing('exit code 1') }]
])('a trainer that ends with “%s” fails in a sentence of its own', async (stage, error) => {
  await expect(scriptedRun().run(stage)).rejects.toMatchObject(error)
})

test('a Python that is not there is a broken environment', () => {
  const missing = Object.assign(new Error('spawn x ENOENT'), { code: 'ENOENT' })
  expect(errorOfSpawn('/nowhere/python', missing)).toMatchObject({
    code: 'python_broken',
    message: containing('/nowhere/python')
  })
})
