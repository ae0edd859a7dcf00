import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { SourceAddress } from '../../../src-preload/contract/python'
import { memorySecrets, secretsByPrefix } from '../../../src-main/secrets'
import { containing } from '../../fixtures/containing'
import { makeWheelhouse, refusingProxy, serveIndex } from '../../fixtures/wheelhouse/wheelhouse'
import { projectWithPython } from './project-with-python'

test('a mirror with a password, and another for torch, answer by name and host', async () => {
  const house = await makeWheelhouse()
  const packages = await serveIndex(house.wheels, { user: 'me', password: 'first' })
  const torch = await serveIndex(house.wheels, { user: 'you', password: 'second' })
  const { python } = await projectWithPython(house)
  const set = async (name: 'index' | 'torch', url: string, user: string, password: string) =>
    python.sources.change({ source: { name, url, user, password } })
  await set('index', packages.url, 'me', 'first')
  await set('torch', torch.url, 'you', 'second')

  expect(await python.testSources()).toEqual({
    packages: answer('peft 0.1.0', packages.url),
    torch: answer('torch 2.13.0', torch.url)
  })
  expect(packages.asked).toEqual(['/simple/peft/'])
  expect(torch.asked).toEqual(['/simple/torch/'])

  await set('index', packages.url, 'me', 'wrong')
  expect((await python.testSources()).packages).toMatchObject({
    state: 'failed',
    error: { message: containing('refuses the name and password') }
  })
})

test('a proxy that refuses, and one that is not there, are told apart from the index', async () => {
  const { trainerDir, env } = await makeWheelhouse()
  const { python, build } = await projectWithPython({ trainerDir, env })
  await python.sources.change({
    source: { name: 'index', url: 'http://mirror.example.org/simple' }
  })
  await python.sources.change({
    source: { name: 'proxy', url: await refusingProxy(), user: 'me', password: 's3cr3t-word' }
  })
  const { state } = await build()
  expect(state).toMatchObject({
    status: 'failed',
    step: 2,
    error: { message: containing('the proxy asks for a name and a password') }
  })
  expect(JSON.stringify(state)).not.toContain('s3cr3t-word')

  await python.sources.change({ source: { name: 'proxy', url: 'http://127.0.0.1:9' } })
  await python.sources.change({
    source: { name: 'index', url: 'https://mirror.example.org/simple' }
  })
  expect((await python.testSources()).packages).toMatchObject({
    error: { message: containing('the proxy did not answer') }
  })
})

test('a password is in the keychain alone, and goes with the server that it was for', async () => {
  const secrets = { ...memorySecrets(), kept: true }
  const { python, dataDir } = await projectWithPython({
    ...(await makeWheelhouse()),
    secrets
  })
  const change = (source: { url?: string; password?: string | null }) =>
    python.sources.change({ source: { name: 'index', ...source } })
  await change({ url: 'https://mirror.example.org/simple', password: 's3cr3t-word' })
  expect(await python.sources.read()).toMatchObject({
    sources: { index: { hasPassword: true }, torch: { url: '', hasPassword: false } },
    passwordsAreKept: true
  })
  const stored = fs.readFileSync(path.join(dataDir, 'python', 'sources.json'), 'utf8')
  expect(stored).toContain('mirror.example.org')
  expect(stored).not.toContain('s3cr3t-word')

  await change({ url: 'https://mirror.example.org/other' })
  expect((await python.sources.read()).sources.index.hasPassword).toBe(true)
  await change({ url: 'https://elsewhere.example.org/simple' })
  expect((await python.sources.read()).sources.index.hasPassword).toBe(false)
  await change({ url: 'https://mirror.example.org/simple' })
  expect((await python.sources.read()).sources.index.hasPassword).toBe(false)
})

test.each([
  ['https://me:pw@mirror.example.org/simple', 'Leave name and password out'],
  ['ftp://mirror.example.org', 'begins with http:// or https://'],
  ['mirror', 'begins with http:// or https://'],
  ['https://mirror.example.org/simple?a=b', 'no “?” and no “#”']
])('the address %s is refused: %s', (text, why) => {
  const { error } = SourceAddress.safeParse(text)
  expect(error?.issues[0]?.message).toContain(why)
})

test('in the terminal a secret goes to what it is for, and to nothing else', async () => {
  const secrets = secretsByPrefix({ 'server-token': 'token', 'python-index': undefined })
  expect(await secrets.read('server-token http://127.0.0.1:1234')).toBe('token')
  expect(await secrets.read('python-index https://mirror.example.org')).toBeNull()
  expect(await secrets.read('python-proxy http://proxy.example.org')).toBeNull()
})

const answer = (found: string, url: string) => ({
  state: 'answered',
  found,
  host: new URL(url).host,
  elapsedMs: expect.any(Number) as number
})
