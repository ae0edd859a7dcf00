import fs from 'node:fs'
import { expect, test } from 'vitest'
import { libraryPackage, llamaLibraryDir, unpacked } from '../../../src-main/deploy/llama-library'

test.each([
  ['darwin', 'arm64', 'mac-arm64-metal'],
  ['darwin', 'x64', 'mac-x64'],
  ['linux', 'x64', 'linux-x64'],
  ['linux', 'arm64', 'linux-arm64'],
  ['win32', 'x64', 'win-x64'],
  ['win32', 'arm64', 'win-arm64'],
  ['freebsd', 'x64', null]
])('on %s %s libllama comes with %s', (platform, arch, name) => {
  expect(libraryPackage({ platform, arch })).toBe(name)
})

test('finds libllama for this machine', () => {
  expect(fs.readdirSync(llamaLibraryDir()).some((name) => name.includes('llama'))).toBe(true)
})

test('a machine without it is told so, with what works all the same', () => {
  expect(() => llamaLibraryDir({ platform: 'freebsd', arch: 'x64' })).toThrow(
    expect.objectContaining({
      code: 'export_failed',
      remedy: { text: 'Export the model as F16, which needs no quantizing.', action: null }
    })
  )
})

test('in a packaged app the library lies beside the archive', () => {
  expect(unpacked('/App/resources/app.asar/node_modules/a')).toBe(
    '/App/resources/app.asar.unpacked/node_modules/a'
  )
  expect(unpacked('C:\\App\\app.asar\\node_modules')).toBe(
    'C:\\App\\app.asar.unpacked\\node_modules'
  )
  expect(unpacked('/App/app.asar.unpacked/a')).toBe('/App/app.asar.unpacked/a')
  expect(unpacked('/home/me/node_modules/a')).toBe('/home/me/node_modules/a')
})
