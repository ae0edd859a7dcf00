import { parseArgs } from 'node:util'
import { Failure } from '../terminal/failure.mjs'

export const suiteNames = /** @type {const} */ (['check', 'unit', 'integration', 'e2e', 'python'])

/** @typedef {(typeof suiteNames)[number]} SuiteName */

/**
 * @param {string[]} args
 * @returns {{ only: SuiteName[], files: string[] }} only: the suites to run, in their order
 * @throws {Failure} for a suite or option that does not exist
 */
export function parseTestArgs(args) {
  const { values, positionals } = parse(args)
  if (values.only === undefined) return { only: [...suiteNames], files: positionals }
  const wanted = values.only.split(',').map((name) => name.trim())
  const unknown = wanted.filter((name) => !suiteNames.some((known) => known === name))
  if (unknown.length > 0) throw wrongUse(`There is no suite called ${unknown.join(', ')}.`)
  return { only: suiteNames.filter((name) => wanted.includes(name)), files: positionals }
}

/** @param {string[]} args */
function parse(args) {
  try {
    return parseArgs({ args, options: { only: { type: 'string' } }, allowPositionals: true })
  } catch (error) {
    throw wrongUse(error instanceof Error ? error.message : String(error))
  }
}

/** @param {string} message */
function wrongUse(message) {
  return new Failure(message, { remedy: `Use: npm test -- --only ${suiteNames.join(',')}` })
}
