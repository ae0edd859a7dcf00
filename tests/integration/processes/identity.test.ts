import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test, vi } from 'vitest'
import { identify, isAlive, ownIdentity } from '../../../src-main/processes/identity'

test('a process is alive until it ends, and its pid alone does not bring it back', async () => {
  const child = spawn(process.execPath, ['-e', 'process.stdin.resume()'])
  await once(child, 'spawn')
  const identity = identify(child.pid ?? 0)
  if (!identity) throw new Error('The child has no identity.')
  expect(isAlive(identity)).toBe(true)
  expect(isAlive({ ...identity, startedAt: 'some other time' })).toBe(false)
  child.kill('SIGKILL')
  await once(child, 'exit')
  expect(isAlive(identity)).toBe(false)
})

test('a dead child that nobody has reaped is not alive', async () => {
  // The shell starts a child that ends at once, and goes on as another program that never reaps it.
  const parent = spawn('sh', ['-c', 'sh -c "echo \\$\\$; exit" & exec sleep 20'])
  const [line] = (await once(parent.stdout, 'data')) as [Buffer]
  const pid = Number(line.toString())
  await vi.waitFor(() => expect(identify(pid)).toBeNull(), { timeout: 5000, interval: 20 })
  parent.kill('SIGKILL')
})

test('two processes have two identities, one process always the same', () => {
  expect(ownIdentity()).toEqual(identify(process.pid))
  expect(ownIdentity()).not.toEqual(identify(process.ppid))
  expect(identify(2 ** 22 + 1)).toBeNull()
})
