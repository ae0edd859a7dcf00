const isTerminal = process.stdout.isTTY && process.env['TERM'] !== 'dumb'
const colour = isTerminal && process.env['NO_COLOR'] === undefined

const nameWidth = 18
const detailWidth = 56
/** Milliseconds between plain lines of a step that takes long and is not on a terminal. */
const plainEvery = 15_000

const marks = {
  done: paint(32, '✓'),
  failed: paint(31, '✗'),
  skipped: paint(33, '–'),
  running: '·'
}

/**
 * @typedef {object} StepLine
 * @property {(detail: string) => void} say what it is doing now
 * @property {(mark: keyof typeof marks, detail?: string) => void} end
 */

/**
 * The moving line of a step: on a terminal it is redrawn, elsewhere it is a plain line now and then.
 * @param {string} name
 * @returns {StepLine}
 */
export function startStep(name) {
  const startedAt = performance.now()
  let detail = ''
  let lastPlain = startedAt
  const draw = () => {
    const elapsedMs = performance.now() - startedAt
    if (isTerminal) {
      process.stdout.write(`\r\u001b[K${format('running', name, detail, elapsedMs)}`)
    } else if (performance.now() - lastPlain >= plainEvery) {
      lastPlain = performance.now()
      printLine('running', name, detail, elapsedMs)
    }
  }
  const timer = setInterval(draw, isTerminal ? 120 : 1000)
  if (isTerminal) draw()
  return {
    say: (text) => void (detail = text),
    end: (mark, text = detail) => {
      clearInterval(timer)
      if (isTerminal) process.stdout.write('\r\u001b[K')
      printLine(mark, name, text, performance.now() - startedAt)
    }
  }
}

/**
 * One line of the story: mark, name, what was done, seconds.
 * @param {keyof typeof marks} mark
 * @param {string} name
 * @param {string} detail
 * @param {number} [elapsedMs]
 */
export function printLine(mark, name, detail, elapsedMs) {
  console.log(format(mark, name, detail, elapsedMs).trimEnd())
}

/** @param {string} text */
export const heading = (text) => console.log(`\n${paint(1, text)}`)

/**
 * A sentence that belongs to the line above it.
 * @param {string} text
 */
export const remark = (text) => console.log(paint(2, `    ${text}`))

/** @param {number} bytes */
export const megabytes = (bytes) => `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`

/**
 * @param {keyof typeof marks} mark
 * @param {string} name
 * @param {string} detail
 * @param {number} [elapsedMs]
 */
function format(mark, name, detail, elapsedMs) {
  const time = elapsedMs === undefined ? '' : `${(elapsedMs / 1000).toFixed(1)} s`
  const columns = `${name.padEnd(nameWidth)} ${detail.padEnd(detailWidth)}`
  return `  ${marks[mark]} ${columns} ${paint(2, time.padStart(8))}`
}

/**
 * @param {number} code of the terminal's colour
 * @param {string} text
 */
function paint(code, text) {
  return colour ? `\u001b[${code}m${text}\u001b[0m` : text
}
