/**
 * What a suite came to. A suite that crashed or ran nothing has failed, whatever its report says.
 * @typedef {object} Verdict
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {string[]} problems what went wrong beside failed tests, in sentences
 */

/**
 * @typedef {object} VitestReport
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests
 * @property {number} numTodoTests
 * @property {{ name: string, status: string, assertionResults: unknown[] }[]} testResults
 */

/**
 * @param {{ name: string, report: VitestReport | null, code: number }} run
 *   report: null when vitest wrote none; code: vitest's exit code
 * @returns {Verdict}
 */
export function vitestVerdict({ name, report, code }) {
  if (report === null) return crashed(name, code)
  const brokenFiles = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0
  )
  const counted = {
    passed: report.numPassedTests,
    failed: report.numFailedTests + brokenFiles.length,
    skipped: report.numPendingTests + report.numTodoTests,
    problems: brokenFiles.map((file) => `${file.name} could not be loaded.`)
  }
  return withCrashes({ name, counted, code })
}

/**
 * @param {{ name: string, report: string | null, code: number }} run
 *   report: JUnit XML of pytest; code: pytest's exit code
 * @returns {Verdict}
 */
export function junitVerdict({ name, report, code }) {
  const suite = /<testsuite\b[^>]*>/.exec(report ?? '')?.[0]
  if (suite === undefined) return crashed(name, code)
  const attribute = (/** @type {string} */ key) =>
    Number(new RegExp(`\\b${key}="(\\d+)"`).exec(suite)?.[1] ?? 0)
  const failed = attribute('failures') + attribute('errors')
  const skipped = attribute('skipped')
  const passed = Math.max(0, attribute('tests') - failed - skipped)
  return withCrashes({ name, counted: { passed, failed, skipped, problems: [] }, code })
}

/**
 * @param {{ name: string, output: string, code: number }} run
 *   output: of another `npm test`, which ends with its counts
 * @returns {Verdict}
 */
export function innerVerdict({ name, output, code }) {
  const counts = /^(\d+) passed, (\d+) failed$/m.exec(output.trimEnd().split('\n').at(-1) ?? '')
  if (counts === null) return crashed(name, code)
  const counted = { passed: Number(counts[1]), failed: Number(counts[2]), skipped: 0, problems: [] }
  return withCrashes({ name, counted, code })
}

/**
 * @param {Verdict[]} verdicts
 * @returns {Verdict}
 */
export function total(verdicts) {
  const sum = (/** @type {'passed' | 'failed' | 'skipped'} */ key) =>
    verdicts.reduce((count, verdict) => count + verdict[key], 0)
  return {
    passed: sum('passed'),
    failed: sum('failed'),
    skipped: sum('skipped'),
    problems: verdicts.flatMap(({ problems }) => problems)
  }
}

/**
 * @param {{ name: string, counted: Verdict, code: number }} run
 * @returns {Verdict}
 */
function withCrashes({ name, counted, code }) {
  const { passed, failed, problems } = counted
  if (passed + failed === 0) {
    return { ...counted, failed: 1, problems: [...problems, `${name}: not one test ran.`] }
  }
  if (code === 0 || failed > 0) return counted
  const problem = `${name}: no test failed, yet the run ended with exit code ${code}.`
  return { ...counted, failed: 1, problems: [...problems, problem] }
}

/**
 * @param {string} name
 * @param {number} code
 * @returns {Verdict}
 */
function crashed(name, code) {
  const problem = `${name}: ended with exit code ${code} and left no report.`
  return { passed: 0, failed: 1, skipped: 0, problems: [problem] }
}
