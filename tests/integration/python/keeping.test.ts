import fs from 'node:fs'
import path from 'node:path'
import { execa } from 'execa'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import type { JobDefinition } from '../../../src-main/jobs/definition'
import { containing } from '../../fixtures/containing'
import { makeWheelhouse } from '../../fixtures/wheelhouse/wheelhouse'
import { projectWithPython } from './project-with-python'

/** Built without an index: pip’s own way of naming a folder of wheels holds for torch alone. */
async function builtProject() {
  const house = await makeWheelhouse()
  const env = { ...house.env, UV_OFFLINE: '1', UV_NO_INDEX: '1', UV_FIND_LINKS: house.wheels }
  const project = await projectWithPython({ ...house, env })
  const { state } = await project.build()
  expect(state).toMatchObject({ status: 'succeeded' })
  const { path: dir } = await project.python.status()
  return { ...project, dir, id: path.basename(dir), house }
}

/** A run that trains until the test ends. */
const training = (until: Promise<void>): JobDefinition<object> => ({
  kind: 'train',
  lane: 'training',
  input: z.object({}),
  steps: () => [{ name: 'train', title: 'Train', run: () => until }],
  finished: () => 'Trained.'
})

test('each check is repaired on its own, and what comes after it as far as it needs it', async () => {
  const { build, jobs, dir, python } = await builtProject()
  const packages = path.join(
    dir,
    'lib',
    fs.readdirSync(path.join(dir, 'lib'))[0] ?? '',
    'site-packages'
  )
  const module = path.join(packages, 'peft', '__init__.py')
  // Written into, and not anew: uv's cache has the same file by a link, and so the same damage.
  fs.writeFileSync(module, 'raise ImportError')
  const first = await build({ repair: 'packages' })
  expect(first.steps.map(({ name }) => name)).toEqual(['packages', 'probe'])
  expect(first.state.status).toBe('succeeded')
  expect(fs.readFileSync(module, 'utf8')).toContain('0.1.0')

  fs.writeFileSync(module, 'raise ImportError')
  expect((await build()).state.status).toBe('succeeded')
  expect(fs.readFileSync(module, 'utf8')).toContain('0.1.0')

  const anew = await build({ repair: 'interpreter' })
  expect(anew.state.status, (await jobs.log(anew.id, 200)).join('\n')).toBe('succeeded')
  expect((await jobs.log(anew.id, 200)).join('\n')).toContain('PyTorch')
  expect((await python.status()).state).toBe('ready')
})

test('nothing is repaired or removed under a run, of this project or of another', async () => {
  const { python, jobs, id, dir } = await builtProject()
  let end = (): void => undefined
  const until = new Promise<void>((resolve) => (end = resolve))
  const definition = training(until)
  jobs.define(definition)
  const run = await jobs.start(definition, { title: 'Train run 3', subjectId: null, input: {} })
  const refusal = { code: 'conflict', message: containing('“Train run 3” uses it') }
  await expect(python.build({ repair: 'torch' })).rejects.toMatchObject(refusal)
  await expect(python.remove(id)).rejects.toMatchObject(refusal)
  end()
  await jobs.finished(run.id)

  const trainer = execa(path.join(dir, 'bin', 'python'), ['-c', 'input()'], { reject: false })
  onTestFinished(() => void trainer.kill())
  const other = { code: 'conflict', message: containing(`process ${trainer.pid}`) }
  await expect(python.build({ repair: 'torch' })).rejects.toMatchObject(other)
  await expect(python.remove(id)).rejects.toMatchObject(other)
  expect((await python.status()).state).toBe('ready')
  trainer.kill()
  await trainer

  expect(await python.remove(id)).toBeGreaterThan(0)
  expect(fs.existsSync(dir)).toBe(false)
  expect((await python.status()).state).toBe('absent')
})

test('older environments are listed with what removing them frees', async () => {
  const { python, dataDir, id, dir } = await builtProject()
  const old = path.join(dataDir, 'python', '0123456789abcdef')
  fs.mkdirSync(old)
  fs.writeFileSync(path.join(old, 'own'), 'x'.repeat(1000))
  fs.linkSync(path.join(old, 'own'), path.join(dataDir, 'shared'))
  fs.writeFileSync(path.join(old, 'alone'), 'x'.repeat(300))
  const [current, older] = await python.environments()
  expect(current).toMatchObject({
    id,
    current: true,
    path: dir,
    probe: { deviceName: 'Test 1.0.0' }
  })
  expect(older).toEqual({
    id: '0123456789abcdef',
    path: old,
    current: false,
    probe: null,
    bytes: 1300,
    freesBytes: 300,
    builtAt: null
  })
  expect(await python.remove('0123456789abcdef')).toBe(300)
  expect(await python.environments()).toHaveLength(1)
  await expect(python.remove('0123456789abcdef')).rejects.toMatchObject({ code: 'not_found' })
})
