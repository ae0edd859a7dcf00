import { describe, expect, it } from 'vitest'
import {
  innerVerdict,
  junitVerdict,
  total,
  vitestVerdict
} from '../../../scripts/tests/reports.mjs'

const report = {
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 1,
  numTodoTests: 0,
  testResults: [{ name: 'a.test.ts', status: 'passed', assertionResults: [{}] }]
}

describe('the verdict on a vitest run', () => {
  it('counts what the report counts', () => {
    const verdict = vitestVerdict({ name: 'Unit', report, code: 0 })
    expect(verdict).toEqual({ passed: 3, failed: 0, skipped: 1, problems: [] })
  })

  it('counts a file that could not be loaded as a failure', () => {
    const broken = { name: 'b.test.ts', status: 'failed', assertionResults: [] }
    const testResults = [...report.testResults, broken]
    const verdict = vitestVerdict({ name: 'Unit', report: { ...report, testResults }, code: 1 })
    expect(verdict).toMatchObject({ passed: 3, failed: 1 })
    expect(verdict.problems).toEqual(['b.test.ts could not be loaded.'])
  })

  it('fails a run without a single test', () => {
    const empty = { ...report, numPassedTests: 0, numPendingTests: 0, testResults: [] }
    const verdict = vitestVerdict({ name: 'Unit', report: empty, code: 0 })
    expect(verdict).toMatchObject({ passed: 0, failed: 1, problems: ['Unit: not one test ran.'] })
  })

  it('fails a run that skipped everything', () => {
    const skipped = { ...report, numPassedTests: 0, numPendingTests: 4 }
    expect(vitestVerdict({ name: 'Unit', report: skipped, code: 0 }).failed).toBe(1)
  })

  it('fails a run that ended badly although every test passed', () => {
    const verdict = vitestVerdict({ name: 'Unit', report, code: 1 })
    expect(verdict).toMatchObject({ passed: 3, failed: 1 })
    expect(verdict.problems[0]).toContain('exit code 1')
  })

  it('fails a run that left no report', () => {
    const verdict = vitestVerdict({ name: 'Unit', report: null, code: 134 })
    expect(verdict).toMatchObject({ passed: 0, failed: 1 })
  })
})

describe('the verdict on a pytest run', () => {
  const xml = (attributes: string): string =>
    `<?xml version="1.0"?><testsuites name="pytest tests"><testsuite name="pytest" ${attributes} time="1.2"><testcase/></testsuite></testsuites>`

  it('takes errors for failures, and skipped tests for neither', () => {
    const xmlReport = xml('errors="1" failures="2" skipped="3" tests="10"')
    const verdict = junitVerdict({ name: 'Python', report: xmlReport, code: 1 })
    expect(verdict).toEqual({ passed: 4, failed: 3, skipped: 3, problems: [] })
  })

  it('fails a run without a single test', () => {
    const xmlReport = xml('errors="0" failures="0" skipped="0" tests="0"')
    expect(junitVerdict({ name: 'Python', report: xmlReport, code: 5 }).failed).toBe(1)
  })

  it('fails a run that left no report', () => {
    expect(junitVerdict({ name: 'Python', report: null, code: 127 }).failed).toBe(1)
  })
})

it('adds suites up and keeps every problem', () => {
  const one = { passed: 2, failed: 1, skipped: 0, problems: ['first'] }
  const two = { passed: 3, failed: 0, skipped: 4, problems: ['second'] }
  expect(total([one, two])).toEqual({
    passed: 5,
    failed: 1,
    skipped: 4,
    problems: ['first', 'second']
  })
})

describe('the verdict on suites that ran meanwhile', () => {
  const name = 'Checks'

  it('is in the last line', () => {
    const output = 'Result\n9 passed, 9 failed\n14 passed, 2 failed\n'
    expect(innerVerdict({ name, output, code: 1 })).toMatchObject({ passed: 14, failed: 2 })
  })

  it('is a failure when they ended without one', () => {
    const output = '14 passed, 0 failed\nnode: out of memory'
    expect(innerVerdict({ name, output, code: 134 })).toMatchObject({ passed: 0, failed: 1 })
  })

  it('is a failure when nothing failed and the run ended badly', () => {
    const output = '14 passed, 0 failed'
    expect(innerVerdict({ name, output, code: 1 })).toMatchObject({ passed: 14, failed: 1 })
  })
})
