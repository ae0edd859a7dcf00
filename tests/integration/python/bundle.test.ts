import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { Manifest } from '../../../src-main/python/bundle-format'
import { containing } from '../../fixtures/containing'
import { temporaryFolder } from '../../fixtures/project'
import { makeWheelhouse, serveIndex } from '../../fixtures/wheelhouse/wheelhouse'
import { projectWithPython } from './project-with-python'

/** No index at all, and a proxy that nothing listens at: whatever asks the network fails. */
const cutOff = {
  UV_DEFAULT_INDEX: 'http://127.0.0.1:9/simple',
  HTTP_PROXY: 'http://127.0.0.1:9',
  HTTPS_PROXY: 'http://127.0.0.1:9'
}

test('a bundle of what is installed here builds the same environment without a network', async () => {
  const house = await makeWheelhouse()
  const index = await serveIndex(house.wheels, { user: 'me', password: 'pass/word' })
  const { python, build, jobs, dataDir } = await projectWithPython(house)
  const target = path.join(temporaryFolder(), 'bundle')
  await expect(python.bundle(target)).rejects.toMatchObject({ code: 'python_missing' })
  await python.sources.change({
    source: { name: 'index', url: index.url, user: 'me', password: 'pass/word' }
  })

  const built = await build()
  const log = (await jobs.log(built.id, 500)).join('\n')
  expect(built.state, log).toMatchObject({ status: 'succeeded', message: containing('Test 1.0.0') })
  expect(log).not.toContain('pass')
  const { path: dir } = await python.status()
  const compiled = fs.readdirSync(path.join(dir, 'pycache'), { recursive: true, encoding: 'utf8' })
  expect(compiled.some((file) => file.includes('peft'))).toBe(true)

  const bundled = await jobs.finished((await python.bundle(target)).id)
  const bundleLog = (await jobs.log(bundled.id, 500)).join('\n')
  expect(bundled.state, bundleLog).toMatchObject({
    status: 'succeeded',
    message: containing(target)
  })
  expect(bundleLog).not.toContain('pass')
  const manifest = Manifest.parse(
    JSON.parse(fs.readFileSync(path.join(target, 'manifest.json'), 'utf8'))
  )
  expect(manifest.files.map((file) => file.path)).toEqual([
    'uv',
    'requirements.txt',
    'torch.txt',
    'wheels/peft-0.1.0-py3-none-any.whl',
    'wheels/torch-2.13.0-py3-none-any.whl',
    'wheels/torch_own-1.0.0-py3-none-any.whl',
    'wheels/transformers-5.0.0-py3-none-any.whl'
  ])
  await expect(python.bundle(target)).rejects.toMatchObject({ code: 'conflict' })
  const file = `${target}.tar`
  const packed = await jobs.finished((await python.bundle(file)).id)
  expect(packed.state, (await jobs.log(packed.id, 500)).join('\n')).toMatchObject({
    status: 'succeeded'
  })
  expect(fs.readdirSync(path.dirname(target)).toSorted()).toEqual(['bundle', 'bundle.tar'])
  expect(fs.existsSync(path.join(dataDir, 'python', 'sources.json'))).toBe(true)

  const asked = index.asked.length
  for (const bundle of [target, file]) {
    const env = { ...house.env, ...cutOff, UV_CACHE_DIR: temporaryFolder() }
    const other = await projectWithPython({ ...house, env })
    const offline = await other.build({ bundle })
    const said = (await other.jobs.log(offline.id, 500)).join('\n')
    expect(offline.state, said).toMatchObject({ status: 'succeeded' })
    expect(said).toContain('7 files are as listed')
    const left = fs.readdirSync(path.join(other.dataDir, 'python'))
    expect(left).toEqual([path.basename((await other.python.status()).path)])
  }
  expect(index.asked).toHaveLength(asked)
})

test('a bundle that is not as it was made is refused, and says why', async () => {
  const house = await makeWheelhouse()
  const index = await serveIndex(house.wheels, { user: 'me', password: 'secret' })
  const { python, build, jobs } = await projectWithPython(house)
  const source = { name: 'index' as const, url: index.url, user: 'me', password: 'secret' }
  await python.sources.change({ source })
  await build()
  const good = path.join(temporaryFolder(), 'good')
  await jobs.finished((await python.bundle(good)).id)
  const other = await projectWithPython(house)
  const refused = async (spoil: (dir: string) => void) => {
    const dir = path.join(temporaryFolder(), 'spoilt')
    fs.cpSync(good, dir, { recursive: true })
    spoil(dir)
    const { state } = await other.build({ bundle: dir })
    if (state.status !== 'failed') throw new Error(`It ${state.status}.`)
    expect(state.error.code).toBe('invalid_input')
    return state.error.message
  }
  const wheel = 'wheels/peft-0.1.0-py3-none-any.whl'

  expect(await refused((dir) => fs.appendFileSync(path.join(dir, wheel), 'x'))).toContain(
    `${wheel} is not the file that was put into it`
  )
  expect(await refused((dir) => fs.rmSync(path.join(dir, wheel)))).toContain('is missing from it')
  expect(await refused((dir) => fs.writeFileSync(path.join(dir, 'wheels/more.whl'), ''))).toContain(
    'which its list does not name'
  )
  expect(await refused((dir) => edit(dir, { arch: 'abacus' }))).toContain(
    'another kind of computer'
  )
  expect(await refused((dir) => fs.rmSync(path.join(dir, 'manifest.json')))).toContain(
    'is not an offline bundle'
  )
  expect(
    await refused((dir) => edit(dir, { files: [{ path: '../x', bytes: 0, sha256: '' }] }))
  ).toContain('is not an offline bundle')
  expect((await other.python.status()).state).toBe('absent')

  // Listed anew, so that only the app's own lock can tell.
  const forged = await makeWheelhouse()
  fs.appendFileSync(path.join(forged.trainerDir, 'requirements.txt'), '# other\n')
  const elsewhere = await projectWithPython(forged)
  expect((await elsewhere.build({ bundle: good })).state).toMatchObject({
    status: 'failed',
    error: { message: containing('another version of Understudy') }
  })
})

function edit(dir: string, change: object): void {
  const file = path.join(dir, 'manifest.json')
  const manifest: unknown = JSON.parse(fs.readFileSync(file, 'utf8'))
  fs.writeFileSync(file, JSON.stringify(Object.assign({}, manifest, change)))
}
