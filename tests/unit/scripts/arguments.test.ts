import { expect, it } from 'vitest'
import { parseTestArgs, suiteNames } from '../../../scripts/tests/arguments.mjs'

it('runs every suite when none is named', () => {
  expect(parseTestArgs([])).toEqual({ only: [...suiteNames], files: [] })
})

it('runs the named suites in their own order', () => {
  const { only, files } = parseTestArgs(['--only', 'python, unit', 'rankings'])
  expect(only).toEqual(['unit', 'python'])
  expect(files).toEqual(['rankings'])
})

it('refuses a suite that does not exist, and says which do', () => {
  expect(() => parseTestArgs(['--only', 'unti'])).toThrow('There is no suite called unti.')
})

it('refuses an option that does not exist', () => {
  expect(() => parseTestArgs(['--all'])).toThrow("Unknown option '--all'")
})
