const isTerminal = process.stdout.isTTY && process.env['TERM'] !== 'dumb'
const colour = isTerminal && process.env['NO_COLOR'] === undefined
const paint = (/** @type {number} */ code, /** @type {string} */ text) =>
  colour ? `\u001b[${code}m${text}\u001b[0m` : text

const nameWidth = 18
const detailWidth = 58
/** Milliseconds between plain lines of a step that takes long and is not on a terminal. */
const plainEvery = 15_000

/**
 * @typedef {object} StepLine
 * @property {(detail: string) => void} say what it is doing now
 * @property {(detail: string) => void} done
 * @property {(detail: string) => void} skipped
 * @property {() => void} failed
 */

/**
 * The moving line of a step: on a terminal it is redrawn, elsewhere it is a plain line now and then.
 * @param {string} name
 * @returns {StepLine}
 */
export function startStep(name) {
  const startedAt = performance.now()
  const seconds = () => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`
  let detail = ''
  let lastPlain = startedAt
  const draw = () => {
    if (isTerminal)
      return void process.stdout.write(`\r\u001b[K${line('·', name, detail, seconds())}`)
    if (performance.now() - lastPlain < plainEvery) return
    lastPlain = performance.now()
    console.log(line('·', name, detail, seconds()))
  }
  const timer = setInterval(draw, isTerminal ? 120 : 1000)
  if (isTerminal) draw()

  const end = (/** @type {string} */ mark, /** @type {string} */ text) => {
    clearInterval(timer)
    if (isTerminal) process.stdout.write('\r\u001b[K')
    console.log(line(mark, name, text, seconds()))
  }
  return {
    say: (text) => void (detail = text),
    done: (text) => end(paint(32, '✓'), text),
    skipped: (text) => end(paint(33, '–'), text),
    failed: () => end(paint(31, '✗'), detail === '' ? 'failed' : detail)
  }
}

/**
 * @param {string} mark
 * @param {string} name
 * @param {string} detail
 * @param {string} time
 */
function line(mark, name, detail, time) {
  return `  ${mark} ${name.padEnd(nameWidth)} ${detail.padEnd(detailWidth)} ${paint(2, time.padStart(8))}`
}

/** @param {string} text */
export const heading = (text) => console.log(`\n${paint(1, text)}`)

/** @param {number} bytes */
export const megabytes = (bytes) => `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`
