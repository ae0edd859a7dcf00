import fs from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { environmentOf } from '../../../src-main/python/environment'
import { lockedPackages } from '../../../src-main/python/repairs'
import { statusOf } from '../../../src-main/python/status'
import { temporaryFolder } from '../../fixtures/project'

const trainerDir = path.resolve('python-env')
const fileOf = (args: string[]): string => path.basename(args.at(-1) ?? '')
const pins = (file: string): string[] =>
  fs.readFileSync(path.join(trainerDir, file), 'utf8').match(/^[\w.-]+==\S+/gm) ?? []

test('what writes other tools’ files is installed only once it was asked for, and never from a bundle', () => {
  const dataDir = temporaryFolder()
  const environment = environmentOf({ dataDir, trainerDir })
  expect(fileOf(lockedPackages(environment))).toBe('requirements.txt')
  fs.mkdirSync(path.dirname(environment.trackersAsked), { recursive: true })
  fs.writeFileSync(environment.trackersAsked, '')
  expect(fileOf(lockedPackages(environment))).toBe('requirements-trackers.txt')
  const bundle = { dir: '/bundle', python: '3.12' }
  expect(fileOf(lockedPackages(environment, bundle))).toBe('requirements.txt')
  // It is the same environment: a run that needs none of it notices nothing.
  expect(environmentOf({ dataDir, trainerDir }).dir).toBe(environment.dir)
})

test('the lock with the trackers holds what the plain one holds, to the version', () => {
  expect(pins('requirements-trackers.txt')).toEqual(
    expect.arrayContaining(pins('requirements.txt'))
  )
  expect(pins('requirements-trackers.txt').join(' ')).toMatch(/tensorboard==.* wandb==/)
})

test('the status says whether they are there', () => {
  const environment = environmentOf({ dataDir: temporaryFolder(), trainerDir })
  const status = () => statusOf({ environment, uv: '/uv', latestBuild: null }).trackers
  expect(status()).toBe(false)
  for (const name of ['tensorboard', 'wandb']) {
    fs.mkdirSync(path.join(environment.dir, 'lib', 'python3.12', 'site-packages', name), {
      recursive: true
    })
  }
  expect(status()).toBe(true)
})
