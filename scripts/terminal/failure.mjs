/** What went wrong, in a sentence, and what to do next: the only error that is shown without a stack. */
export class Failure extends Error {
  /**
   * @param {string} message what failed and why
   * @param {{ remedy: string, output?: string, cause?: unknown }} options
   *   remedy: what to do next; output: what the failed program said, shown below
   */
  constructor(message, { remedy, output, cause }) {
    super(message, { cause })
    this.name = 'Failure'
    this.remedy = remedy
    this.output = output ?? ''
  }
}

/**
 * Runs a command's body and ends the process: with the body's exit code, or with 1 and the
 * failure's sentences.
 * @param {() => Promise<number | void>} body
 */
export async function asCommand(body) {
  try {
    process.exitCode = (await body()) ?? 0
  } catch (error) {
    report(error)
    process.exitCode = 1
  }
}

/** @param {unknown} error */
function report(error) {
  if (isDiskFull(error)) return console.error(`\n${error.message}\n${diskFullRemedy}`)
  if (!(error instanceof Failure)) return console.error(error)
  const output = lastLines(error.output, 15)
  console.error(`\n${error.message}`)
  if (output !== '') console.error(`\n${output.replace(/^/gm, '    ')}\n`)
  console.error(error.remedy)
}

export const diskFullRemedy =
  'Free about 5 GB, then run the same command again: it continues where it stopped.'

/**
 * @param {unknown} error
 * @returns {error is Error}
 */
const isDiskFull = (error) => error instanceof Error && 'code' in error && error.code === 'ENOSPC'

/**
 * @param {string} text
 * @param {number} count
 */
function lastLines(text, count) {
  return text.trim().split('\n').slice(-count).join('\n')
}
