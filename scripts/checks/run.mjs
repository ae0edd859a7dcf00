import { isReady } from '../prepare/dev-python.mjs'
import { collect } from '../terminal/child.mjs'
import { heading, printLine } from '../terminal/story.mjs'
import { nodeChecks, pythonChecks } from './list.mjs'

/** @typedef {import('./list.mjs').Check} Check */

/**
 * Runs all checks, two at a time, with a line for each and the output of those that failed.
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function runChecks() {
  heading('Checks')
  const python = isReady()
  const waiting = python ? [...nodeChecks, ...pythonChecks] : [...nodeChecks]
  const total = waiting.length
  /** @type {{ check: Check, output: string }[]} */
  const failures = []
  const worker = async () => {
    for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
      const output = await runCheck(check)
      if (output !== null) failures.push({ check, output })
    }
  }
  await Promise.all([worker(), worker()])
  if (!python) {
    printLine('skipped', 'Python', 'its tools are not there: node scripts/prepare.mjs --dev')
  }
  failures.forEach(show)
  return { passed: total - failures.length, failed: failures.length }
}

/**
 * @param {Check} check
 * @returns {Promise<string | null>} its output when it failed
 */
async function runCheck({ name, command, args, cwd, fix }) {
  const startedAt = performance.now()
  const { code, output } = await collect(command, args, { cwd })
  const elapsedMs = performance.now() - startedAt
  if (code === 0) {
    printLine('done', name, '', elapsedMs)
    return null
  }
  printLine('failed', name, fix === undefined ? '' : `repaired by: ${fix}`, elapsedMs)
  return output
}

/** @param {{ check: Check, output: string }} failure */
function show({ check, output }) {
  heading(`${check.name} failed`)
  console.log(output.trimEnd())
}
