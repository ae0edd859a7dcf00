import fs from 'node:fs'
import path from 'node:path'
import { expect, test, vi } from 'vitest'
import { endGroup, killGroup, startGroup } from '../../../src-main/processes/group'
import { identify, isAlive } from '../../../src-main/processes/identity'
import { temporaryFolder } from '../../fixtures/project'

const soon = { timeout: 5000, interval: 20 }

async function start(script: string) {
  const dir = temporaryFolder()
  const outputFile = path.join(dir, 'log.txt')
  const group = await startGroup({
    command: 'sh',
    args: ['-c', script],
    cwd: dir,
    env: process.env,
    outputFile
  })
  const output = () => fs.readFileSync(outputFile, 'utf8')
  const members = () => output().split('\n').filter(Boolean).map(Number)
  return { group, dir, output, members }
}

test('output of both streams goes to the file, the exit is told', async () => {
  const { group, output } = await start('echo out; echo err >&2; exit 3')
  expect(await group.exited).toEqual({ code: 3, signal: null })
  expect(output()).toBe('out\nerr\n')
})

test('a program that is not there is the system’s own error', async () => {
  const dir = temporaryFolder()
  const starting = startGroup({
    command: path.join(dir, 'nothing'),
    args: [],
    cwd: dir,
    env: process.env,
    outputFile: path.join(dir, 'log.txt')
  })
  await expect(starting).rejects.toMatchObject({ code: 'ENOENT' })
})

test('one that does as it is asked ends by itself', async () => {
  const { group, dir } = await start('while [ ! -e stop ]; do sleep 0.05; done; exit 0')
  const ask = () => fs.writeFileSync(path.join(dir, 'stop'), '')
  expect(await endGroup({ identity: group.identity, ask })).toBe(true)
  expect(await group.exited).toEqual({ code: 0, signal: null })
})

test('a hung one that ignores SIGTERM is killed with all its children', async () => {
  const deaf = 'trap "" TERM; (trap "" TERM; sh -c \'echo $$; sleep 60\') & echo $$; sleep 60; wait'
  const { group, members } = await start(deaf)
  await vi.waitFor(() => expect(members()).toHaveLength(2), soon)
  killGroup(group.identity, 'SIGTERM')
  expect(isAlive(group.identity)).toBe(true)
  const wentByItself = await endGroup({
    identity: group.identity,
    ask: () => undefined,
    graceMs: 200
  })
  expect(wentByItself).toBe(false)
  expect(await group.exited).toMatchObject({ signal: 'SIGKILL' })
  await vi.waitFor(() => expect(members().map(identify)).toEqual([null, null]), soon)
})

test('children whose leader is gone are killed too', async () => {
  const { group, members } = await start("sh -c 'echo $$; sleep 60' & exit 0")
  await group.exited
  await vi.waitFor(() => expect(members()).toHaveLength(1), soon)
  killGroup(group.identity)
  await vi.waitFor(() => expect(members().map(identify)).toEqual([null]), soon)
  expect(() => killGroup(group.identity)).not.toThrow()
})
