import { expect, it } from 'vitest'
import { matchesLock } from '../../../scripts/prepare/packages.mjs'

const lock = {
  packages: {
    '': { version: '0.1.0' },
    'node_modules/zod': { version: '4.6.7' },
    'node_modules/@node-llama-cpp/mac-arm64-metal': { version: '3.21.1', optional: true }
  }
}

it('takes packages for installed when only those for other machines are missing', () => {
  const installed = { packages: { 'node_modules/zod': { version: '4.6.7' } } }
  expect(matchesLock(lock, installed)).toBe(true)
})

it('notices a package with another version', () => {
  const installed = { packages: { 'node_modules/zod': { version: '4.6.6' } } }
  expect(matchesLock(lock, installed)).toBe(false)
})

it('notices a missing package', () => {
  expect(matchesLock(lock, { packages: {} })).toBe(false)
})
