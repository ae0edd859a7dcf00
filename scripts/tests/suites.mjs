import { existsSync } from 'node:fs'
import { mkdir, rm } from 'node:fs/promises'
import { constants } from 'node:os'
import { buildApp } from '../app/build.mjs'
import { runChecks } from '../checks/run.mjs'
import { at, noScreen, projectNode, root } from '../places.mjs'
import { devTool } from '../prepare/dev-python.mjs'
import { readIfThere, readJson } from '../prepare/files.mjs'
import { collect, passThrough } from '../terminal/child.mjs'
import { Failure } from '../terminal/failure.mjs'
import { heading } from '../terminal/story.mjs'
import { innerVerdict, junitVerdict, total, vitestVerdict } from './reports.mjs'

/** @typedef {import('./reports.mjs').Verdict} Verdict */

const reports = at('.cache/reports')

/**
 * Runs the suites and tells what beside failed tests went wrong.
 * @param {{ only: import('./arguments.mjs').SuiteName[], files: string[] }} options
 * @returns {Promise<Verdict>} of all suites together; each check and the build count as one test
 */
export async function runSuites({ only, files }) {
  await mkdir(reports, { recursive: true })
  const isCalm = (/** @type {string} */ name) => name === 'check' || name === 'python'
  const calm = only.filter((name) => isCalm(name))
  const lively = only.filter((name) => !isCalm(name))
  const meanwhile = calm.length > 0 && lively.length > 0 ? runMeanwhile(calm) : null
  const verdicts = await runInTurn(meanwhile === null ? only : lively, files)
  if (meanwhile !== null) verdicts.push(await toldLater(meanwhile))
  const all = total(verdicts)
  heading('Result')
  all.problems.forEach((problem) => console.log(`  ${problem}`))
  if (all.skipped > 0) console.log(`  ${all.skipped} skipped`)
  return all
}

/**
 * @param {import('./arguments.mjs').SuiteName[]} only
 * @param {string[]} files
 * @returns {Promise<Verdict[]>}
 */
async function runInTurn(only, files) {
  /** @type {Verdict[]} */
  const verdicts = []
  if (only.includes('check')) verdicts.push({ ...(await runChecks()), skipped: 0, problems: [] })
  const needsBuild = only.some((name) => name === 'integration' || name === 'e2e')
  const build = needsBuild ? await buildVerdict() : null
  if (build !== null) verdicts.push(build)
  const built = build?.failed !== 1
  for (const name of only) {
    if (name === 'check') continue
    heading(titles[name])
    if (name === 'python') verdicts.push(await runPytest())
    else if (name === 'unit' || built) verdicts.push(await runVitest(name, files))
    else verdicts.push(notRun(`${titles[name]}: not run, because the app could not be built.`))
  }
  return verdicts
}

/**
 * Checks and Python tests wait for nothing and nobody: they take what the tests of processes and
 * windows leave of the machine, and get out of their way.
 * @param {import('./arguments.mjs').SuiteName[]} only
 */
const runMeanwhile = (only) =>
  collect(projectNode, [at('scripts/test.mjs'), '--only', only.join(',')], {
    cwd: root,
    priority: constants.priority.PRIORITY_BELOW_NORMAL
  })

/**
 * @param {ReturnType<typeof runMeanwhile>} meanwhile
 * @returns {Promise<Verdict>}
 */
async function toldLater(meanwhile) {
  const { code, output } = await meanwhile
  console.log(output.trimEnd())
  return innerVerdict({ name: 'Checks and Python tests', output, code })
}

const titles = {
  unit: 'Unit tests',
  integration: 'Integration tests',
  e2e: 'Tests in a real window',
  python: 'Python tests'
}

/**
 * @param {'unit' | 'integration' | 'e2e'} project
 * @param {string[]} files
 * @returns {Promise<Verdict>}
 */
async function runVitest(project, files) {
  const path = `${reports}/${project}.json`
  await rm(path, { force: true })
  const vitest = [
    projectNode,
    at('node_modules/vitest/vitest.mjs'),
    'run',
    `--project=${project}`,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${path}`,
    '--passWithNoTests',
    ...files
  ]
  const [command, ...args] = project === 'e2e' ? onScreen(vitest) : vitest
  const code = await passThrough(command ?? projectNode, args, { cwd: root })
  const report = existsSync(path) ? readJson(path) : null
  return vitestVerdict({ name: titles[project], report, code })
}

/** @returns {Promise<Verdict>} */
async function runPytest() {
  const path = `${reports}/python.xml`
  await rm(path, { force: true })
  const code = await passThrough(
    devTool('python'),
    ['-m', 'pytest', at('tests/python'), `--junitxml=${path}`],
    {
      cwd: at('python-env')
    }
  )
  return junitVerdict({ name: titles.python, report: readIfThere(path), code })
}

/**
 * A window needs a screen; a virtual one does.
 * @param {string[]} command
 */
function onScreen(command) {
  if (!noScreen) return command
  return ['xvfb-run', '--auto-servernum', '--server-args=-screen 0 1600x1000x24', ...command]
}

/** @returns {Promise<Verdict>} */
async function buildVerdict() {
  try {
    await buildApp()
    return { passed: 1, failed: 0, skipped: 0, problems: [] }
  } catch (error) {
    if (!(error instanceof Failure)) throw error
    console.log(error.output)
    return notRun(error.message)
  }
}

/**
 * @param {string} problem
 * @returns {Verdict}
 */
function notRun(problem) {
  return { passed: 0, failed: 1, skipped: 0, problems: [problem] }
}
