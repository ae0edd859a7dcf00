import { remark, startStep } from '../terminal/story.mjs'

/**
 * One thing that has to be in place.
 * @typedef {object} Step
 * @property {string} name
 * @property {() => Promise<string | null>} present
 *   what is there, in a few words; null when it has to be made
 * @property {(say: (detail: string) => void) => Promise<string | Made>} make
 *   makes it and returns what it made, in a few words
 *
 * @typedef {object} Made
 * @property {string} detail
 * @property {string} [note] a sentence that the person should know
 * @property {boolean} [skipped] it could not be made here, and the rest can go on without it
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
  if (there !== null) return line?.end('done', there)
  await makeStep(line ?? startStep(name), make)
}

/**
 * @param {import('../terminal/story.mjs').StepLine} line
 * @param {Step['make']} make
 */
async function makeStep(line, make) {
  try {
    const made = await make(line.say)
    const { detail, note, skipped } = typeof made === 'string' ? { detail: made } : made
    line.end(skipped === true ? 'skipped' : 'done', detail)
    if (note !== undefined) remark(note)
  } catch (error) {
    line.end('failed')
    throw error
  }
}
