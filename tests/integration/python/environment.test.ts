import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { containing } from '../../fixtures/containing'
import { findInterpreter } from '../../../src-main/python/interpreter'
import { temporaryFolder } from '../../fixtures/project'
import { projectWithPython } from './project-with-python'

test('the environment is built by uv, proves itself, and repairs what goes missing', async () => {
  const { python, build, jobs, events } = await projectWithPython()
  const statesTold: string[] = []
  events.listen(({ name, payload }) => {
    if (name === 'changed' && payload.topic === 'python') {
      void python.status().then(({ state }) => statesTold.push(state))
    }
  })
  expect((await python.status()).state).toBe('absent')
  await expect(python.pythonPath()).rejects.toMatchObject({
    code: 'python_missing',
    remedy: { action: 'open-python-settings' }
  })

  const built = await build()
  const log = (await jobs.log(built.id, 200)).join('\n')
  expect(built.state.status, log).toBe('succeeded')
  expect(log).toContain('torch==2.13.0')
  const status = await python.status()
  expect(status.state).toBe('ready')
  expect(status.checks.map(({ state }) => state)).toEqual(['ok', 'ok', 'ok', 'ok', 'ok'])
  expect(status.probe?.torch).toMatch(/^2\.13\.0/)
  expect(statesTold.at(-1)).toBe('ready')

  const interpreter = await python.pythonPath()
  const [version = ''] = fs.readdirSync(path.join(status.path, 'lib'))
  const packages = path.join(status.path, 'lib', version, 'site-packages')
  const [peft = ''] = fs.readdirSync(packages).filter((name) => name.startsWith('peft-'))
  fs.rmSync(path.join(packages, peft), { recursive: true })
  const repaired = await build()
  expect(repaired.state).toMatchObject({ status: 'succeeded' })
  expect((await jobs.log(repaired.id, 200)).join('\n')).not.toContain('PyTorch')
  expect(fs.existsSync(path.join(packages, peft))).toBe(true)

  fs.rmSync(interpreter)
  expect((await python.status()).state).toBe('broken')
  await expect(python.pythonPath()).rejects.toMatchObject({ code: 'python_broken' })
}, 300_000)

test('a computer without Python is told what to install', async () => {
  const { python, build } = await projectWithPython({ env: { PATH: temporaryFolder() } })
  const { state } = await build()
  expect(state).toMatchObject({ status: 'failed', step: 1, error: { code: 'python_missing' } })
  const { state: whole, checks } = await python.status()
  expect(whole).toBe('broken')
  expect(checks[1]).toMatchObject({ name: 'interpreter', state: 'failed' })
  expect(checks[1]?.detail).toContain('No Python 3.11, 3.12 or 3.13 was found')
})

test('a half-built environment is never taken for whole', async () => {
  const { python } = await projectWithPython()
  const { path: dir } = await python.status()
  fs.mkdirSync(path.join(dir, 'bin'), { recursive: true })
  fs.writeFileSync(path.join(dir, 'bin', 'python'), '')
  expect((await python.status()).state).toBe('broken')
  await expect(python.pythonPath()).rejects.toMatchObject({ code: 'python_broken' })
})

test('without a network the failure says so and keeps what there is', async () => {
  const { build, dataDir } = await projectWithPython({
    env: {
      PATH: process.env['PATH'],
      HOME: temporaryFolder(),
      UV_CACHE_DIR: temporaryFolder(),
      UV_HTTP_RETRIES: '0',
      UNDERSTUDY_PYTHON: (await findInterpreter(process.env)).path,
      UV_DEFAULT_INDEX: 'http://127.0.0.1:9/simple'
    }
  })
  const { state } = await build()
  expect(state).toMatchObject({ status: 'failed', step: 2, error: { code: 'python_broken' } })
  expect(state.status === 'failed' && state.error.message).toContain(
    'the package index could not be reached'
  )
  expect(fs.readdirSync(path.join(dataDir, 'python'))).toHaveLength(1)
})

test('an app without its installer says so', async () => {
  const { build } = await projectWithPython({ uv: path.join(temporaryFolder(), 'uv') })
  expect((await build()).state).toMatchObject({
    status: 'failed',
    step: 0,
    error: { code: 'python_broken', message: containing('uv is missing') }
  })
})
