import { startStep } from '../terminal/story.mjs'

/**
 * One thing that has to be in place.
 * @typedef {object} Step
 * @property {string} name
 * @property {() => Promise<string | null>} present
 *   what is there, in a few words; null when it has to be made
 * @property {(say: (detail: string) => void) => Promise<string | { skipped: string }>} make
 *   makes it and returns what it made, in a few words; `skipped` when it can be done without
 */

/**
 * Makes what a step stands for unless it is there, and tells so in one line.
 * @param {Step} step
 * @param {{ quiet: boolean }} options quiet: says nothing about what is there already
 * @throws {import('../terminal/failure.mjs').Failure}
 */
export async function runStep({ name, present, make }, { quiet }) {
  const line = quiet ? null : startStep(name)
  const there = await present()
  if (there !== null) return line?.done(there)
  await makeStep(line ?? startStep(name), make)
}

/**
 * @param {import('../terminal/story.mjs').StepLine} line
 * @param {Step['make']} make
 */
async function makeStep(line, make) {
  try {
    const made = await make(line.say)
    if (typeof made === 'string') line.done(made)
    else line.skipped(made.skipped)
  } catch (error) {
    line.failed()
    throw error
  }
}
