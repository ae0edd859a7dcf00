import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import path from 'node:path'
import { build } from 'vite'
import { expect, test } from 'vitest'
import { containing } from '../../fixtures/containing'
import { identify } from '../../../src-main/processes/identity'
import { lockFolder } from '../../../src-main/processes/lock'
import { temporaryFolder } from '../../fixtures/project'

const lockOf = (dir: string) => path.join(dir, 'project.lock')

function leaveLock(dir: string, holder: object): void {
  fs.writeFileSync(lockOf(dir), JSON.stringify({ token: 'left behind', ...holder }))
}

test('a folder is locked once, and free again when it is given back', () => {
  const dir = temporaryFolder()
  const release = lockFolder(dir)
  expect(JSON.parse(fs.readFileSync(lockOf(dir), 'utf8'))).toMatchObject({ pid: process.pid })
  expect(() => lockFolder(dir)).toThrow(expect.objectContaining({ code: 'project_in_use' }))
  release()
  expect(fs.readdirSync(dir)).toEqual([])
  lockFolder(dir)()
})

test('another living process keeps its lock, and is named', async () => {
  const dir = temporaryFolder()
  const other = spawn('sleep', ['20'])
  await once(other, 'spawn')
  leaveLock(dir, identify(other.pid ?? 0) ?? {})
  expect(() => lockFolder(dir)).toThrow(
    expect.objectContaining({ message: containing(`process ${other.pid}`) })
  )
  other.kill('SIGKILL')
  await once(other, 'exit')
  lockFolder(dir)()
})

test.each([
  ['of a dead process', { pid: 2 ** 22 + 1, startedAt: 'long ago' }],
  ['whose pid belongs to another process now', { pid: process.pid, startedAt: 'long ago' }],
  ['that holds nothing', {}]
])('a lock %s is replaced', (_which, holder) => {
  const dir = temporaryFolder()
  leaveLock(dir, holder)
  lockFolder(dir)()
  expect(fs.readdirSync(dir)).toEqual([])
})

test('giving back does not take another’s lock away', () => {
  const dir = temporaryFolder()
  const release = lockFolder(dir)
  leaveLock(dir, { pid: process.pid, startedAt: 'of another' })
  release()
  expect(fs.existsSync(lockOf(dir))).toBe(true)
})

test('a folder that is not there cannot be written to', () => {
  const dir = path.join(temporaryFolder(), 'nowhere')
  expect(() => lockFolder(dir)).toThrow(expect.objectContaining({ code: 'project_not_writable' }))
})

test('of twenty launches at once that all find a dead holder, one gets the folder', async () => {
  const dir = temporaryFolder()
  leaveLock(dir, { pid: 2 ** 22 + 1, startedAt: 'long ago' })
  const program = await bundled('take-lock')
  const at = String(Date.now() + 2000)
  const children = Array.from({ length: 20 }, () =>
    spawn(process.execPath, [program, lockOf(dir), at], { stdio: ['pipe', 'pipe', 'inherit'] })
  )
  const answers = await Promise.all(
    children.map(async ({ stdout }) => {
      const [answer] = (await once(stdout, 'data')) as [Buffer]
      return answer.toString().trim()
    })
  )
  for (const { stdin } of children) stdin.end()
  expect(answers.filter((answer) => answer === 'taken')).toHaveLength(1)
  expect(answers.filter((answer) => answer === 'in use')).toHaveLength(19)
})

/** A program of tests/fixtures/processes as one plain file that Node runs. */
async function bundled(name: string): Promise<string> {
  const root = path.resolve(import.meta.dirname, '../../..')
  const outDir = temporaryFolder()
  await build({
    configFile: false,
    logLevel: 'silent',
    resolve: { alias: { '@contract': path.join(root, 'src-preload/contract') } },
    ssr: { noExternal: true },
    build: { ssr: path.join(root, 'tests/fixtures/processes', `${name}.ts`), outDir }
  })
  return path.join(outDir, fs.readdirSync(outDir).find((file) => file.startsWith(name)) ?? '')
}
